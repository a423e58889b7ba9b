"""CPU time, measured so that figures of one run can be compared."""

import gc
import time
from collections.abc import Callable, Mapping


def best_cpu(works: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """The best CPU seconds of each; taken in turns, so that a busy machine slows all down."""
    rounds = [{name: cpu(work) for name, work in works.items()} for _ in range(repeats)]
    return {name: min(each[name] for each in rounds) for name in works}


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call; what it returns is dropped outside the measure."""
    gc.collect()
    start = time.process_time()
    kept = work()
    elapsed = time.process_time() - start
    del kept
    return elapsed
