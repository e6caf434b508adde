"""The rules, found where they are: each module in `rules` holds one."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from patto.kernel.checks import rules
from patto.kernel.checks.rule import Rule


@cache
def registry() -> Mapping[str, Rule]:
    """Return every rule by its id, in the order of the ids."""
    found = [
        import_module(f"{rules.__name__}.{module.name}").RULE
        for module in pkgutil.iter_modules(rules.__path__)
    ]
    return MappingProxyType({rule.id: rule for rule in sorted(found, key=lambda rule: rule.id)})
