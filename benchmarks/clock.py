"""How things are timed: in alternating rounds, or in a fresh process."""

from __future__ import annotations

import gc
import pickle
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, localcontext
from pathlib import Path
from typing import Any, TypeVar

R = TypeVar("R")
Run = Callable[[str], object]

STATUS = Path("/proc/self/status")  # of Linux
FRESH = """
import pickle, sys
sys.path.insert(0, sys.argv[1])
work, arguments = pickle.load(sys.stdin.buffer)
try:
    outcome = work(*arguments), None
except Exception as error:
    outcome = None, error
pickle.dump(outcome, sys.stdout.buffer)
"""


def seconds(run: Run, texts: Sequence[str]) -> float:
    """The processor time that `run` takes for all texts, which other programs of the machine do not lengthen."""
    gc.collect()  # what the one before left behind is not paid by the next
    with localcontext(Context()):  # Recognizers-Text sets the precision of decimals for the whole process
        start = time.process_time()
        for text in texts:
            run(text)
        return time.process_time() - start


def alternate(runs: Mapping[str, Run], texts: Sequence[str], rounds: int) -> list[dict[str, float]]:
    """The seconds of each of `runs` in each round; the rounds alternate, so that a slow moment meets all alike."""
    return [{name: seconds(run, texts) for name, run in runs.items()} for _ in range(rounds)]


def medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {name: statistics.median(times[name] for times in rounds) for name in rounds[0]}


def fresh(work: Callable[..., R], *arguments: Any) -> R:
    """What `work(*arguments)` returns or raises in a process that has done nothing else before.

    `work` is a function of a module of this folder. The process is no child of `multiprocessing`, whose way of starting
    others it would inherit.
    """
    command = [sys.executable, "-c", FRESH, str(Path(__file__).parent)]
    done = subprocess.run(command, input=pickle.dumps((work, arguments)), stdout=subprocess.PIPE, check=True)
    result, error = pickle.loads(done.stdout)
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def peak_memory() -> int:
    """The most memory in bytes that this process has had.

    Linux tells it of the program itself; the figure of `getrusage`, taken elsewhere, may be that of the parent.
    """
    if STATUS.exists():
        for line in STATUS.read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
