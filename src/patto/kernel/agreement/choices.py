"""Values that may be of several kinds, told apart before they are read.

Each says of a wrong value one thing: what stands there is read as one kind, by the word it is or
by the key it has, and never as all of them in turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    TypeAlias,
    TypeVar,
    cast,
    get_args,
)

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

TEXT: Final = "text"
"""The kind of a value that is not a mapping."""


@dataclass(frozen=True, slots=True)
class Word:
    """Marks a union of something and a word that stands in its place, `none` or `all`.

    `value` is what the word is read as.
    """

    word: str
    value: str | None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic reads and writes the word, and leaves all else to the other kind."""
        word, value = self.word, self.value
        stands_for = type(None) if value is None else Literal[word]
        (other,) = (kind for kind in get_args(source) if kind != stands_for)

        def read(given: Any, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return value if given == word or given is value is not None else inner(given)

        def write(kept: Any, inner: core_schema.SerializerFunctionWrapHandler) -> Any:
            return word if kept == value else inner(kept)

        return core_schema.no_info_wrap_validator_function(
            read,
            handler.generate_schema(other),
            serialization=core_schema.wrap_serializer_function_ser_schema(write),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON Schema of the word or the other kind."""
        return {"anyOf": [{"const": self.word}, handler(schema)]}


@dataclass(frozen=True, slots=True)
class ByKey:
    """Marks a union whose kinds are told apart by the key that each has, in the union's order.

    `TEXT` stands for the one kind that is no mapping; `text` is what it is called where none of
    the kinds is found.
    """

    keys: tuple[str, ...]
    text: str = ""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic chooses the kind; without any of the keys it is `choice-missing`."""
        keys = self.keys
        kinds = dict(zip(keys, map(handler.generate_schema, get_args(source)), strict=True))

        def kind_of(value: Any) -> str | None:
            if isinstance(value, dict):
                return next((f"<{key}>" for key in keys if key in value), None)
            if TEXT in keys and isinstance(value, str):
                return f"<{TEXT}>"
            return next((f"<{key}>" for key in keys if hasattr(value, key)), None)

        return core_schema.tagged_union_schema(
            {f"<{key}>": kind for key, kind in kinds.items()},
            kind_of,
            custom_error_type="choice-missing",
            custom_error_message="{expected}",
            custom_error_context={"expected": ", ".join(self._expected())},
        )

    def _expected(self) -> list[str]:
        named = [self.text if key == TEXT else key for key in self.keys]
        return [name for name in named if name]


@dataclass(frozen=True, slots=True)
class ByWord:
    """Marks a union of parts that are told apart by the word under a key that they all have."""

    key: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic chooses the kind; without a known word it is `word-unknown`."""
        key = self.key
        kinds = {self._word(kind): handler.generate_schema(kind) for kind in get_args(source)}

        def kind_of(value: Any) -> str | None:
            word = value.get(key) if isinstance(value, dict) else getattr(value, key, None)
            return f"<{word}>" if isinstance(word, str) else None

        return core_schema.tagged_union_schema(
            {f"<{word}>": kind for word, kind in kinds.items()},
            kind_of,
            custom_error_type="word-unknown",
            custom_error_message="{key} {expected}",
            custom_error_context={"key": key, "expected": ", ".join(kinds)},
        )

    def _word(self, kind: Any) -> str:
        (word,) = get_args(kind.model_fields[self.key].annotation)
        return str(word)


class Given:
    """Marks what may be left out of a file, and is never empty where it stands."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic reads what stands there; that it does not is the field's default."""
        (kind,) = (kind for kind in get_args(source) if kind is not type(None))

        def write(kept: Any, inner: core_schema.SerializerFunctionWrapHandler) -> Any:
            return None if kept is None else inner(kept)

        return core_schema.no_info_wrap_validator_function(
            lambda given, inner: inner(given),
            handler.generate_schema(kind),
            serialization=core_schema.wrap_serializer_function_ser_schema(write),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON Schema of what stands there."""
        return handler(schema)


class Later(Given):
    """Marks a part that may be left out, and whose validator is built when it first stands there.

    An agreement that leaves most parts out does not pay for them.
    """

    def __get_pydantic_core_schema__(
        self, source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic reads what stands there, by an adapter of its own."""
        adapter = cache(lambda: TypeAdapter[Any](Annotated[source, Given()]))

        def write(kept: Any) -> Any:
            return None if kept is None else adapter().dump_python(kept, mode="json")

        return core_schema.no_info_plain_validator_function(
            lambda given: adapter().validate_python(given),
            serialization=core_schema.plain_serializer_function_ser_schema(write),
            metadata={"adapter": adapter},
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON Schema of what stands there."""
        return handler(cast(dict[str, Any], schema)["metadata"]["adapter"]().core_schema)


class OneOrMore:
    """Marks a list of which a single element may stand without its brackets."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic reads one mapping as a list of one."""
        return core_schema.no_info_before_validator_function(
            lambda given: [given] if isinstance(given, dict) else given, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON Schema of an element or a list."""
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


class NoneIsEmpty:
    """Marks a list in whose place the word `none` stands where it would be empty."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Return how pydantic reads the word as a list without elements, and writes it again."""

        def read(given: Any, inner: core_schema.ValidatorFunctionWrapHandler) -> Any:
            return () if given == "none" else inner(given)

        def write(kept: Any, inner: core_schema.SerializerFunctionWrapHandler) -> Any:
            return inner(kept) if kept else "none"

        return core_schema.no_info_wrap_validator_function(
            read,
            handler(source),
            serialization=core_schema.wrap_serializer_function_ser_schema(write),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON Schema of the word or the list."""
        return {"anyOf": [{"const": "none"}, handler(schema)]}


T = TypeVar("T")

OrNone: TypeAlias = Annotated[T | None, Word("none", None)]
"""A value, or the word `none`, which says on purpose that there is none; empty is refused."""

OrAll: TypeAlias = Annotated[T | Literal["all"], Word("all", "all")]
"""A value, or the word `all`."""

Optional: TypeAlias = Annotated[T | None, Given()]
"""A value that may be left out."""

OrSaidNone: TypeAlias = Annotated[T | Literal["none"], Word("none", "none")]
"""A value, or the word `none` itself, where a part that is left out is something else again."""

Settled: TypeAlias = Annotated[OrSaidNone[T] | None, Later()]
"""A part that may be left out, as not settled yet, or said to be `none`."""

Stated: TypeAlias = Annotated[T | None, Later()]
"""A part that may be left out, as not settled yet."""


def settled(part: T | Literal["none"] | None) -> T | None:
    """Return a part if it is there, `None` if it is left out or said to be `none`."""
    return None if part is None or part == "none" else part
