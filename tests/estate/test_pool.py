"""Work in parallel: the order of the results, and how it ends."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from patchcheck.estate.pool import Here, each, workers
from patchcheck.model.errors import UnusableError


def squared(number: int) -> int:
    return number * number


def slow_if_even(number: int) -> int:
    time.sleep(0.01 if number % 2 == 0 else 0)
    return number


def dies(number: int) -> int:
    os._exit(number)


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    with workers(jobs) as (executor, ahead):
        assert list(each(executor, slow_if_even, range(12), ahead)) == list(range(12))


def test_any_executor_of_the_standard_interface_will_do() -> None:
    with ThreadPoolExecutor(3) as executor:
        assert list(each(executor, squared, [3, 1, 2], 5)) == [9, 1, 4]


def test_no_more_items_are_under_way_than_allowed() -> None:
    handed: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            handed.append(number)
            yield number

    results = each(Here(), squared, items(), 4)
    assert next(results) == 0
    assert len(handed) == 5


def test_what_the_work_raises_reaches_the_caller() -> None:
    with workers(1) as (executor, ahead), pytest.raises(ZeroDivisionError):
        list(each(executor, lambda number: 1 // number, [1, 0, 1], ahead))


def test_a_worker_that_is_killed_ends_the_run_with_a_reason() -> None:
    with workers(2) as (executor, ahead), pytest.raises(UnusableError, match="--jobs 1"):
        list(each(executor, dies, [3], ahead))


def long_works_then_an_interrupt() -> Iterator[float]:
    yield 600.0
    raise KeyboardInterrupt


def test_processes_are_stopped_where_the_work_ends_early() -> None:
    with pytest.raises(KeyboardInterrupt), workers(2) as (executor, ahead):
        list(each(executor, time.sleep, long_works_then_an_interrupt(), ahead))
    assert multiprocessing.active_children() == []


def large(_: int) -> bytes:
    return bytes(2**22)


def test_a_result_that_is_being_sent_is_no_reason_to_wait_for_ever() -> None:
    """A pipe holds a part of such a result; a worker killed in between would leave it torn."""
    for _ in range(20):
        with pytest.raises(KeyboardInterrupt), workers(2) as (executor, ahead):
            interrupt_at(next(each(executor, large, range(100), ahead)))


def interrupt_at(_: bytes) -> None:
    raise KeyboardInterrupt


def test_a_worker_that_is_told_to_stop_ends_the_run_with_a_reason() -> None:
    with workers(2) as (executor, ahead), pytest.raises(UnusableError, match="--jobs 1"):
        list(each(executor, stops_itself, [1], ahead))


def stops_itself(_: int) -> None:
    signal.raise_signal(signal.SIGTERM)
