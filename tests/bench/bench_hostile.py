"""CPU time of inputs that are hostile by their size: twice as much may take twice the time.

The ratio is that of the full size to half of it; 2 is linear.
"""

from collections.abc import Callable
from functools import partial

from tests.bench.timing import best_cpu
from tests.cli.small import CSR, SHOWREV, XREF
from tests.fuzz.targets import TARGETS

REPEATS = 3
_PATCH = "Patch: 100004-05 Obsoletes: {} Requires:  Incompatibles:  Packages: SUNWcsr\n"
_LINE = 50 * 10**6  # characters
_BLANK = 10**7  # lines
_SEMICOLONS = 10**6

SIZED: dict[str, tuple[str, int, Callable[[int], str]]] = {
    "line": ("xref", _LINE, lambda size: XREF + "x" * size),
    "blank_xref": ("xref", _BLANK, lambda size: XREF + "\n" * size),
    "blank_showrev": ("showrev", _BLANK, lambda size: SHOWREV + "\n" * size),
    "semicolons_9": (
        "xref",
        _SEMICOLONS,
        lambda size: XREF.replace("|sparc;|", f"|sparc;{';' * size}|", 1),
    ),
    "semicolons_10": (
        "xref",
        _SEMICOLONS,
        lambda size: XREF.replace(f"|{CSR}|", f"|{CSR}{';' * size}|", 1),
    ),
    "semicolons_showrev": (
        "showrev",
        _SEMICOLONS,
        lambda size: SHOWREV + _PATCH.format(";" * size),
    ),
}


def run(repeats: int = REPEATS) -> dict[str, float]:
    """Give for each the CPU seconds at full size, and their ratio to those at half of it."""
    figures = {}
    for name, (target, size, make) in SIZED.items():
        half, full = make(size // 2).encode(), make(size).encode()
        read = TARGETS[target]
        best = best_cpu({"half": partial(read, half), "full": partial(read, full)}, repeats)
        figures[name] = best["full"]
        figures[f"{name}_ratio"] = best["full"] / best["half"]
    return figures


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:24} {value:.4f}")
