"""The errors of kuji_ie: each keeps its parts as fields, so that a program can act on them."""

from __future__ import annotations


class KujiError(Exception):
    """Parent of every error that kuji_ie raises on purpose; catch it to catch them all.

    A wrong type of argument is a plain `TypeError`, a numeral that cannot be read a plain `ValueError`.
    """


class LexiconError(KujiError):
    """A lexicon pack or entry that cannot be used: what is wrong, where, and what to write instead.

    `LexiconError("metrics.csv", 3, "the name is empty", "write a name")` prints as `metrics.csv, row 3: the
    name is empty; write a name`. `file` and `line` are None for an entry that comes from code and not from a
    table; `line` is None where the whole file is meant. Lines count from 1, the header is line 1.
    """

    def __init__(self, file: str | None, line: int | None, problem: str, remedy: str) -> None:
        super().__init__(file, line, problem, remedy)
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        row = "" if self.line is None else f", row {self.line}"
        place = "" if self.file is None else f"{self.file}{row}: "
        return f"{place}{self.problem}; {self.remedy}"


class DocumentError(KujiError):
    """A file that cannot be read as a document: its path and the reason.

    `DocumentError("a.pdf", "no such file")` prints as `a.pdf: no such file`.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class WorkerError(KujiError):
    """A worker process that died, or could not start: how many there were, and what to do about it.

    The usual reasons are memory, and a script that starts processes outside of `if __name__ == "__main__":` where
    they are not forked (Windows, macOS, Python 3.14).
    """

    def __init__(self, processes: int) -> None:
        super().__init__(processes)
        self.processes = processes

    def __str__(self) -> str:
        return (
            f"one of {self.processes} worker processes died; use fewer of them if memory is short, and start them"
            " below `if __name__ == '__main__':`"
        )
