"""The one pool of processes: work on any number of items, in order, with few of them in memory."""

from __future__ import annotations

import gc
import os
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from kuji_ie.errors import WorkerError

if TYPE_CHECKING:
    from concurrent.futures import Future

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

LONG = 20_000  # characters of texts that are enough for a batch: some tens of milliseconds of work
AHEAD = 2  # batches taken for each process: the one it works on, and one that it finds ready after that

_state: Any = None  # of a worker process, set as it starts


def count_processes(wanted: int) -> int:
    """How many processes `wanted` stands for: -1 is one for each core that this process may use.

    Raises `ValueError` for 0 and for other negative numbers.
    """
    if wanted == -1:
        affinity = getattr(os, "sched_getaffinity", None)  # not on Windows and macOS
        return len(affinity(0)) if affinity else os.cpu_count() or 1
    if wanted < 1:
        raise ValueError(f"processes are 1 or more, or -1 for one a core; not {wanted}")
    return wanted


def in_order(
    work: Callable[[S, T], R], state: S, items: Iterable[T], *, processes: int = 1, batch_size: int = 1
) -> Generator[R, None, None]:
    """Yield `work(state, item)` for each item, in order, while taking items only as results are asked for.

    With more than one of `processes` each gets `state` once, as it starts, and then `batch_size` items at a time; at
    most two batches a process are under way. How processes start is what `multiprocessing` is set to. Closing the
    iterator stops them. An error of `items` comes in its place, after the results before it; an error of `work` after
    those of the batches before its own. Raises `WorkerError` where a process dies.
    """
    if processes == 1:
        return (work(state, item) for item in items)
    return _in_processes(work, state, items, processes, batch_size)


def _in_processes(
    work: Callable[[S, T], R], state: S, items: Iterable[T], processes: int, batch_size: int
) -> Generator[R, None, None]:
    from concurrent.futures import ProcessPoolExecutor  # not with the module: it brings multiprocessing
    from concurrent.futures.process import BrokenProcessPool

    source = _Source(items)
    pool = ProcessPoolExecutor(processes, initializer=_start, initargs=(state,))
    try:
        waiting: deque[Future[bytes]] = deque()
        while batch := source.take(batch_size):
            waiting.append(pool.submit(_work_on, work, batch))
            if len(waiting) == AHEAD * processes:
                yield from _unpacked(waiting.popleft().result())
        while waiting:
            yield from _unpacked(waiting.popleft().result())
    except BrokenProcessPool as error:
        raise WorkerError(processes) from error
    finally:
        pool.shutdown(cancel_futures=True)
    if source.error is not None:
        raise source.error


class _Source:
    """Items by the batch; an error of theirs ends them, and is kept until what came before it is done."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._items = iter(items)
        self.error: Exception | None = None

    def take(self, size: int) -> list[Any]:
        """The next items, `size` of them, or fewer where they are long texts: no process waits for the last batch."""
        batch: list[Any] = []
        characters = 0
        try:
            for item in islice(self._items, size):
                batch.append(item)  # one by one, so that those before an error are kept
                characters += len(item) if isinstance(item, str) else 0
                if characters >= LONG:
                    break
        except Exception as error:
            self.error = error
            self._items = iter(())
        return batch


def _start(state: Any) -> None:
    global _state
    _state = state
    gc.freeze()  # the state stays: the collector need not walk through it again and again
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Without this a process whose parent was killed would wait for work for ever."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work_on(work: Callable[[Any, T], R], batch: list[T]) -> bytes:
    """The results, packed here and unpacked by who asks for them, not by the thread that receives them."""
    return pickle.dumps([work(_state, item) for item in batch], pickle.HIGHEST_PROTOCOL)


def _unpacked(results: bytes) -> Any:
    """The results of a batch; nothing of them is garbage yet, so the collector waits."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(results)
    finally:
        if was_enabled:
            gc.enable()
