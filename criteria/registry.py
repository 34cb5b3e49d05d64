"""Kinds of requirement, registered by name; each turns its parameters into a check, once per standard."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from criteria.errors import StandardError
from criteria.facts import Facts
from criteria.findings import Finding, Verdict
from criteria.schema import Schema, join, validate
from criteria.words import listed

Check = Callable[[Facts], Finding]
Params = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """Where a requirement stands: criterion, clause, the standard's categories, the path in the file."""

    criterion: int
    title: str
    requirement: str
    clause: str
    categories: Mapping[str, str]
    path: str

    def finding(self, verdict: Verdict, message: str, gap: str = "") -> Finding:
        return Finding(self.criterion, self.requirement, verdict, message, self.clause, gap)

    def error(self, message: str, *keys: str | int) -> StandardError:
        """An error at a place below this requirement's parameters."""
        path = self.path
        for key in keys:
            path = join(path, key)
        return StandardError(path, message)

    def below(self, *keys: str | int) -> "Context":
        """The same place, further down in the file: for a kind that holds other kinds."""
        path = self.path
        for key in keys:
            path = join(path, key)
        return replace(self, path=path)


Build = Callable[[Params, Context], Check]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of requirement: its name in the files and on screen, its parameters' schema, its builder.

    `weighs` is False for a preference, which never counts for or against a town.
    """

    name: str
    words: str
    schema: Schema
    build: Build
    weighs: bool = True

    def compile(self, params: Params, context: Context) -> Check:
        """Check the parameters and return the check; raises StandardError with the path of what is wrong."""
        validate(params, self.schema, context.path)
        return self.build(params, context)


_KINDS: Final[dict[str, Kind]] = {}


def kind(name: str, *, words: str, schema: Schema, weighs: bool = True) -> Callable[[Build], Build]:
    """Register a builder under the name that standards use for it."""

    def register(build: Build) -> Build:
        if name in _KINDS:
            raise ValueError(f"kind {name} is registered twice")
        _KINDS[name] = Kind(name, words, schema, build, weighs)
        return build

    return register


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by name; the modules in criteria/kinds register themselves at the first call."""
    package = importlib.import_module("criteria.kinds")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"criteria.kinds.{module.name}")
    return dict(sorted(_KINDS.items()))


def kind_named(name: str, path: str) -> Kind:
    """Find a kind; raises StandardError at `path` with the names that exist."""
    found = kinds().get(name)
    if found is None:
        raise StandardError(path, f"没有名为“{name[:40]}”的要求种类，可用：{listed(list(kinds()))}。")
    return found
