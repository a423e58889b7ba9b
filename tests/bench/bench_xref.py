"""CPU time of the reader of patchdiag.xref against a plain one that builds the same records."""

import gc
import time
from collections.abc import Callable

from patchcheck.model.xref import Row
from patchcheck.readers.text import decode
from patchcheck.readers.xref import read_xref
from tests.bench.make_xref import make_xref

ROWS = 25_000
REPEATS = 15


def plain_read(text: str) -> list[Row]:
    """Read well-formed rows by hand: what speed is measured against."""
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.rstrip("\r")
        if not bare or bare.startswith("##"):
            continue
        fields = bare.split("|", 10)
        if len(fields) == 11:
            rows.append(Row._make((*fields, number)))
    return rows


def run(rows: int = ROWS, repeats: int = REPEATS) -> dict[str, float]:
    """Give the CPU seconds of both readers, the best of `repeats`, and their ratio.

    Hashing and decoding bytes is left out on both sides; building the grammars, which a process
    does once, is told apart.
    """
    source = decode(make_xref(rows).encode("ascii"), "made-up.xref")
    first = _cpu(lambda: read_xref(source))
    assert list(read_xref(source).rows) == plain_read(source.text)
    # Taken in turns, so that a busy machine slows both down.
    pairs = [
        (_cpu(lambda: plain_read(source.text)), _cpu(lambda: read_xref(source)))
        for _ in range(repeats)
    ]
    plain, lark = (min(times) for times in zip(*pairs, strict=True))
    return {"plain": plain, "lark": lark, "ratio": lark / plain, "lark_first": first}


def _cpu(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    kept = work()
    elapsed = time.process_time() - start
    del kept
    return elapsed


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:12} {value:.4f}")
