"""Patterns that are compiled on first use: most texts never come to most of them, and compiling takes a millisecond."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """A pattern not compiled yet; its methods are those of the compiled one, taken over as one is first asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __reduce__(self) -> tuple[Any, ...]:
        return _Later, self._source

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # of copying and pickling, never of a pattern
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        for method in ("search", "match", "fullmatch", "finditer", "sub"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile` on first use: `later("[0-9]+").search("48家")` compiles and searches. `re.error` comes then, too.

    For constants of modules. Safe between threads: the worst that can happen is to compile twice.
    """
    return cast("re.Pattern[str]", _Later(pattern, flags))
