"""Every problem that reading an agreement can find: its code, how grave it is, what it tells.

The words for a code live in the language catalogues, under the same code. A parameter named
`path` is a place in the agreement as people write it: `metrics.resolution.targets.P1`; a part of
a list goes by its id, else by its number, counted from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from patto.kernel.errors import Place, Problem, Severity


class Kind(NamedTuple):
    """What is fixed of a kind of problem: its severity and the names of its parameters."""

    severity: Severity
    parameters: tuple[str, ...]


def _error(*parameters: str) -> Kind:
    return Kind("error", parameters)


def _warning(*parameters: str) -> Kind:
    return Kind("warning", parameters)


_FILE: Final = {
    "encoding-wrong": _error("encoding"),
    "file-empty": _error(),
    "file-holds-events": _error(),
    "file-holds-mapping": _error(),
    "file-not-agreement": _error(),
    "file-too-large": _error("limit"),
    "character-forbidden": _error("character"),
    "yaml-tab": _error(),
    "yaml-colon-in-text": _error(),
    "yaml-colon-missing": _error(),
    "yaml-colon-space-missing": _error("meant"),
    "yaml-escape-unknown": _error(),
    "yaml-quote-open": _error("line"),
    "yaml-bracket-open": _error("line"),
    "yaml-reserved-character": _error("character"),
    "yaml-indentation": _error(),
    "yaml-syntax": _error("expected"),
    "yaml-alias-unknown": _error("name"),
    "yaml-alias-in-itself": _error("name"),
    "yaml-too-many-values": _error("limit"),
    "yaml-too-deep": _error("limit"),
    "yaml-tag": _error("tag"),
    "yaml-directive": _error(),
    "yaml-several-documents": _error(),
    "yaml-merge-key": _error(),
    "key-duplicate": _error("key", "line"),
    "key-not-text": _error("key"),
    "base-not-text": _error(),
    "base-missing": _error("name"),
    "base-circular": _error("name"),
    "without-not-paths": _error(),
    "without-base-missing": _error(),
    "without-unknown": _error("name"),
}
"""What is wrong with the file before anything in it has a meaning."""

_SHAPE: Final = {
    "mapping-expected": _error("path"),
    "list-expected": _error("path"),
    "text-expected": _error("path", "value"),
    "whole-number-expected": _error("path", "value"),
    "key-missing": _error("path", "key"),
    "key-unknown": _error("path", "key", "known"),
    "key-misspelled": _error("path", "key", "nearest"),
    "value-empty": _error("path"),
    "value-unknown": _error("path", "value", "expected"),
    "value-misspelled": _error("path", "value", "nearest", "expected"),
    "choice-missing": _error("path", "expected"),
    "text-empty": _error("path"),
    "part-empty": _error("path"),
    "identifier-malformed": _error("path", "value"),
    "number-out-of-range": _error("path", "value", "limit"),
    "date-malformed": _error("path", "value"),
    "date-beyond-month": _error("path", "value", "days"),
    "date-out-of-range": _error("path", "value"),
    "interval-malformed": _error("path", "value"),
    "time-unpadded": _error("path", "value", "meant"),
    "weekday-malformed": _error("path", "value"),
    "instant-malformed": _error("path", "value"),
    "time-of-day-malformed": _error("path", "value"),
    "decimal-comma": _error("path", "value", "meant"),
    "unit-missing": _error("path", "value"),
    "unit-unknown": _error("path", "value", "unit"),
    "budget-malformed": _error("path", "value"),
    "budget-zero": _error("path", "value"),
    "business-day-malformed": _error("path", "value"),
    "clocked-budget-malformed": _error("path", "value"),
    "clock-missing": _error("path", "value"),
    "share-malformed": _error("path", "value"),
    "share-out-of-range": _error("path", "value"),
    "within-or-by": _error("path"),
    "money-malformed": _error("path", "value"),
    "percent-of-malformed": _error("path", "value"),
    "quantity-malformed": _error("path", "value", "expected"),
    "currency-malformed": _error("path", "value"),
    "country-malformed": _error("path", "value"),
    "hash-malformed": _error("path", "value"),
    "model-unknown": _error("value", "known"),
}
"""What is wrong with the form of a part: each names the part by its `path`."""

_MEANING: Final = {
    "reference-unknown": _error("path", "kind", "name", "known", "also"),
    "reference-misspelled": _error("path", "kind", "name", "nearest", "also"),
    "id-duplicate": _error("path", "kind", "name", "line"),
    "name-reserved": _error("path", "name"),
    "clock-named-as-calendar": _error("name"),
    "event-unknown": _warning("path", "name"),
    "zone-unknown": _error("path", "zone"),
    "zone-misspelled": _error("path", "zone", "nearest"),
    "tzdata-differs": _warning("stated", "installed"),
    "effective-reversed": _error("start", "end"),
    "hours-empty": _error("path", "interval"),
    "hours-overlap": _error("path", "day"),
    "own-hours-past-midnight": _error("path", "date", "interval"),
    "closure-reversed": _error("path", "start", "end"),
    "date-duplicate": _error("path", "date", "line"),
    "date-closed-and-own-hours": _error("path", "date"),
    "date-beyond-stated": _error("path", "date", "stated_until"),
    "dates-stated-always": _error("path"),
    "stated-until-before-end": _warning("path", "stated_until", "end"),
    "coming-year-unsettled": _warning("path", "stated_until"),
    "calendar-never-opens": _error("path", "calendar"),
    "clock-never-opens": _error("path", "clock"),
    "business-day-missing": _error("path", "value", "clock"),
    "matrix-missing": _error(),
    "matrix-without-levels": _error(),
    "matrix-incomplete": _error("impact", "urgency"),
    "target-missing": _error("metric", "priority"),
    "metric-without-target": _error("metric"),
    "rows-without-always": _error("metric", "priority"),
    "row-never-applies": _error("metric", "priority"),
    "levels-not-rising": _error("metric", "priority"),
    "lines-differ": _error("metric", "priority", "shares", "expected"),
    "small-sample-line-unknown": _error("metric", "line", "lines"),
    "target-never-reached": _error("metric", "priority", "within", "clock"),
    "examples-too-few": _error("metric", "count"),
    "figure-levels-not-rising": _error("metric"),
    "figure-example-value": _error("example", "metric", "expected", "found"),
    "figure-example-verdict": _error("example", "metric", "expected", "found"),
    "units-differ": _error("path", "value", "unit"),
    "scale-impossible": _error("metric"),
    "k-of-n-impossible": _error("metric", "least", "count"),
    "currency-mixed": _error("path", "value", "expected"),
    "charge-circular": _error("name"),
    "remedy-band-empty": _error("remedy"),
    "remedy-band-gap": _error("remedy", "above", "band"),
    "remedy-band-overlap": _error("remedy", "above", "band"),
    "remedy-bands-not-rising": _error("remedy", "above", "band"),
    "remedy-bands-end": _error("remedy", "band"),
    "remedy-does-not-fit": _error("metric", "remedy", "by"),
    "remedy-line-missing": _error("metric", "remedy", "lines"),
    "remedy-line-unknown": _error("metric", "remedy", "line", "lines"),
    "remedy-pays-when-met": _error("metric", "remedy", "below"),
    "chronic-impossible": _error("missed", "of"),
    "dates-reversed": _error("path", "start", "end"),
    "date-before-start": _warning("path", "date", "start"),
    "ended-before-start": _warning("path", "date", "start"),
    "term-start-differs": _warning("term", "start"),
    "term-end-differs": _warning("length", "over", "end"),
    "business-day-too-long": _warning("path", "length_us", "longest_us"),
    "maintenance-cap-too-long": _warning("cap", "windows", "longest_us"),
    "small-sample-hollow": _warning("metric", "line", "below", "misses"),
    "remedy-unused": _warning("remedy"),
}
"""What contradicts another part, or names one that is not there."""

_VERSIONS: Final = {
    "version-duplicate": _error("version", "other"),
    "versions-overlap": _error("version", "start", "other", "end"),
    "versions-gap": _warning("version", "start", "other", "end"),
    "agreement-differs": _error("id", "expected"),
    "supersedes-differs": _error("version", "supersedes", "previous"),
}
"""What is wrong between the versions of one agreement."""

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(_FILE | _SHAPE | _MEANING | _VERSIONS)
"""Every code with its severity and parameters; the list is closed."""

REFERENCE_KINDS: Final = (
    "calendar", "clock", "service", "item", "channel", "priority", "impact", "urgency",
    "pause-reason", "exclusion", "constraint", "situation", "metric", "site", "group", "charge",
    "remedy", "clause",
)  # fmt: skip
"""What the parameter `kind` of a problem may be; catalogues have a word for each."""


def problem(code: str, place: Place, /, **parameters: str) -> Problem:
    """Return a problem of a known kind at a place.

    :raises ValueError: if the parameters are not those of its kind
    """
    kind = KINDS[code]
    if parameters.keys() != set(kind.parameters):
        message = f"{code} tells {kind.parameters}, not {tuple(parameters)}"
        raise ValueError(message)
    told = {name: parameters[name] for name in kind.parameters}
    return Problem(code, place, kind.severity, MappingProxyType(told))
