"""Patterns that are compiled on first use: most texts never come to most of them, and each takes a millisecond."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


class _Later:
    """A pattern not compiled yet. What it is asked for comes from the compiled one, and is kept: no detour later."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._source = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._source)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # of copying and pickling, never of a pattern
            raise AttributeError(name)
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value

    def __reduce__(self) -> tuple[Any, ...]:
        return _Later, self._source


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile` on first use: `later("[0-9]+").search("48家")` compiles and searches; `re.error` comes then, too.

    For constants of modules and fields of what is built once; it has the methods and fields of a pattern, but `re.sub`
    and its like do not take it. Safe between threads: the worst that can happen is that two of them compile.
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))
