"""The table of special cases that comes with the program (R11), kept as it was read.

Every run needs it, and to read it out of its TOML takes six times as long.
"""

import pickle
import sys
from importlib.util import find_spec
from pathlib import Path

from patchcheck.model.special import SpecialCases
from patchcheck.readers.kept import Place

# The table as text, and what makes values of it.
_MADE_FROM = (
    "data/special_cases.toml",
    "readers/special.py",
    "readers/toml.py",
    "model/special.py",
    "model/patch.py",
)


def kept() -> SpecialCases | None:
    """Give the table as it was kept; None where it has to be read."""
    place = _place()
    data = place.read() if place else None
    if data is None:
        return None
    table: SpecialCases = pickle.loads(data)  # noqa: S301 (as code, see patchcheck.readers.kept)
    return table


def keep(table: SpecialCases) -> None:
    """Keep the table for further runs, where that can be done."""
    place = _place()
    if place:
        place.write(pickle.dumps(table, pickle.HIGHEST_PROTOCOL))


def _place() -> Place | None:
    """Give the place of the table; None where the program lies in no folder, or without sources."""
    spec = find_spec("patchcheck")
    if spec is None or spec.origin is None or spec.cached is None:
        return None
    folder = Path(spec.origin).parent
    try:
        origin = repr([folder.joinpath(name).read_bytes() for name in _MADE_FROM])
    except OSError:
        return None
    file = f"special_cases.{sys.implementation.cache_tag}.table"
    return Place(Path(spec.cached).with_name(file), origin.encode())
