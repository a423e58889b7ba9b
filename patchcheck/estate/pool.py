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
from types import FrameType
from typing import TypeVar

from patchcheck.model.errors import UnusableError

Item = TypeVar("Item")
Result = TypeVar("Result")

_SIGNALS = {signal.SIGINT, signal.SIGTERM}
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
        running = deque(executor.submit(_stoppable, work, item) for item in islice(waiting, ahead))
        while running:
            result = running.popleft().result()
            running.extend(executor.submit(_stoppable, work, item) for item in islice(waiting, 1))
            yield result
    except (BrokenExecutor, _Stopped) as error:
        reason = "error: a worker process was ended from outside; --jobs 1 does without any"
        raise UnusableError(reason) from error


@contextmanager
def workers(jobs: int) -> Iterator[tuple[Executor, int]]:
    """Give an executor for so many processes, and how many items to have under way.

    Where the work ends early, what was not begun is dropped and what is under way is stopped. The
    processes are not killed: one that was just sending a result would leave half of it, and this
    process would wait for the other half for ever.
    """
    if jobs <= 1:
        yield Here(), 1
        return
    executor = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_settle_in)
    try:
        with _undisturbed():
            executor.submit(_settled)  # the processes are made now, and whole
        yield executor, jobs * _AHEAD
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _context() -> multiprocessing.context.BaseContext:
    """Fork where that is safe: a worker then has what was read before, without reading it again."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait; a process that is made meanwhile has them wait too."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


class _Stopped(BaseException):
    """A worker was told to stop; no handler of errors in the work may take it for one."""


class _Worker:
    """The state of this process as a worker."""

    busy = False
    stopped = False


def _settle_in() -> None:
    """Leave Ctrl-C to the parent, and end with it: a killed parent can't tell its workers to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _settled() -> None:
    """Do nothing: the first work of all, for which the processes are made."""


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Stop the work under way and do no more; a result that is being sent is sent whole."""
    _Worker.stopped = True
    if _Worker.busy:
        raise _Stopped


def _stoppable(work: Callable[[Item], Result], item: Item) -> Result:
    """Do the work on an item in such a way that a worker can be stopped."""
    _Worker.busy = True
    try:
        if _Worker.stopped:
            raise _Stopped
        return work(item)
    finally:
        _Worker.busy = False


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
