"""CPU time of the reader of patchdiag.xref against a plain one that builds the same records."""

from patchcheck.model.xref import Row
from patchcheck.readers.text import decode
from patchcheck.readers.xref import read_xref
from tests.bench.make_xref import make_xref
from tests.bench.timing import best_cpu, cpu

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
    first = cpu(lambda: read_xref(source))
    assert list(read_xref(source).rows) == plain_read(source.text)
    best = best_cpu(
        {"plain": lambda: plain_read(source.text), "lark": lambda: read_xref(source)}, repeats
    )
    return best | {"ratio": best["lark"] / best["plain"], "lark_first": first}


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:12} {value:.4f}")
