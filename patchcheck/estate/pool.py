"""Work on many items at once, through the standard Executor interface.

Results come in the order of the items, whatever executor does the work, so an answer doesn't
depend on how many processes there are. No more than a few items are under way at once.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import wait
from typing import TypeVar

from patchcheck.model.errors import UnusableError

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4  # items under way for each process: enough to keep it busy


class Here(Executor):
    """An executor that does the work in this process, when it is handed over."""

    def submit(
        self, fn: Callable[..., Result], /, *args: object, **kwargs: object
    ) -> Future[Result]:
        """Do the work at once; what it raises is raised by the future, as everywhere."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (an executor passes on whatever is raised)
            future.set_exception(error)
        return future


def each(
    executor: Executor, work: Callable[[Item], Result], items: Iterable[Item], ahead: int = 1
) -> Iterator[Result]:
    """Give the result of `work` for each item, in their order; `ahead` items are under way.

    Raises UnusableError where a process of the executor ended before its work was done.
    """
    waiting = iter(items)
    try:
        running = deque(executor.submit(work, item) for item in islice(waiting, ahead))
        while running:
            result = running.popleft().result()
            running.extend(executor.submit(work, item) for item in islice(waiting, 1))
            yield result
    except BrokenExecutor as error:
        reason = "error: a worker process was ended from outside; --jobs 1 does without any"
        raise UnusableError(reason) from error


@contextmanager
def workers(jobs: int) -> Iterator[tuple[Executor, int]]:
    """Give an executor for so many processes, and how many items to have under way.

    What was not begun is dropped where the work ends early, and the processes are ended: one that
    was just being started would otherwise wait for work for ever.
    """
    if jobs <= 1:
        yield Here(), 1
        return
    executor = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_settle_in)
    try:
        yield executor, jobs * _AHEAD
    except BaseException:
        for process in multiprocessing.active_children():
            process.kill()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _context() -> multiprocessing.context.BaseContext:
    """Fork where that is safe: a worker then has what was read before, without reading it again."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


def _settle_in() -> None:
    """Leave Ctrl-C to the parent, and end with it: a killed parent can't tell its workers to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
