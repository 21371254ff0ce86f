"""Errors keep their parts, print them, and survive pickling."""

import pickle

import pytest

from kuji_ie.errors import DocumentError, KujiError, LexiconError, WorkerError

ERRORS = [
    (
        LexiconError("metrics.csv", 3, "the name is empty", "write a name"),
        {"file": "metrics.csv", "line": 3, "problem": "the name is empty", "remedy": "write a name"},
        "metrics.csv, row 3: the name is empty; write a name",
    ),
    (
        LexiconError("pack.toml", None, "the pack has no name", "write one"),
        {"file": "pack.toml", "line": None, "problem": "the pack has no name", "remedy": "write one"},
        "pack.toml: the pack has no name; write one",
    ),
    (
        LexiconError(None, None, "there is no kind 'x'", "write metric"),
        {"file": None, "line": None, "problem": "there is no kind 'x'", "remedy": "write metric"},
        "there is no kind 'x'; write metric",
    ),
    (
        DocumentError("报告.pdf", "no such file"),
        {"path": "报告.pdf", "reason": "no such file"},
        "报告.pdf: no such file",
    ),
    (
        WorkerError(4),
        {"processes": 4},
        "one of 4 worker processes died; use fewer of them if memory is short, and start them below"
        " `if __name__ == '__main__':`",
    ),
]


@pytest.mark.parametrize(("error", "fields", "text"), ERRORS)
def test_errors(error, fields, text):
    for copy in (error, pickle.loads(pickle.dumps(error))):
        assert isinstance(copy, KujiError)
        assert type(copy) is type(error)
        assert {name: getattr(copy, name) for name in fields} == fields
        assert str(copy) == text
