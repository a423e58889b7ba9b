"""A sheet that is no single table: rows are added from the top down."""

from collections.abc import Iterator, Sequence
from math import ceil

from patchcheck.report.sheet import Cell, Item, Sheet
from patchcheck.report.view import HostView

WIDTHS = (24, 17, *(11,) * 8, 12, *(11,) * 6)
_NAMES = (24, 36)


class Page:
    """A sheet that is written from the top down; `sheet` is what has come of it so far."""

    def __init__(self, name: str) -> None:
        self.rows: list[Sequence[Item]] = []
        self.sheet = Sheet(name=name, title=name, widths=WIDTHS, rows=self.rows)

    @property
    def next_row(self) -> int:
        """The row that is added next, from 1."""
        return len(self.rows) + 1

    def add(self, row: Sequence[Item]) -> None:
        """Add a row."""
        self.rows.append(row)

    def gap(self, count: int = 1) -> None:
        """Add empty rows."""
        self.rows.extend([()] * count)

    def section(self, title: str, headings: Sequence[str | None], height: float = 30) -> None:
        """Begin a table: its title after an empty row, then its headings."""
        self.gap()
        self.add([Cell(title, "section")])
        self.headings(headings, height)

    def headings(self, headings: Sequence[str | None], height: float) -> None:
        """Add the headings of a table."""
        self.sheet.heights[self.next_row] = height
        self.add([Cell(heading, "heading") for heading in headings])

    def merge(self, first: str, last: str) -> None:
        """Join cells of the row that comes next."""
        self.sheet.merged.append(f"{first}{self.next_row}:{last}{self.next_row}")

    def tall(self, *texts: tuple[str, float]) -> None:
        """Make the row that comes next high enough for its texts, each with its width."""
        lines = max(ceil(len(text) / width) for text, width in texts)
        if lines > 1:
            self.sheet.heights[self.next_row] = min(14 * lines, 400)

    def fit_names(self, hosts: Sequence[HostView]) -> None:
        """Widen the first column for the names of hosts, within reason."""
        longest = max((len(host.hostname) for host in hosts), default=0)
        width = min(max(_NAMES[0], longest + 2), _NAMES[1])
        self.sheet.widths = (width, *WIDTHS[1:])

    def name(self, host: str) -> Cell:
        """The name of a host at the head of the row that comes next."""
        self.tall((host, self.sheet.widths[0]))
        return Cell(host, "name")


def joined(text: str, count: int, style: str = "text") -> Iterator[Cell]:
    """The cells of a text that is shown across several joined ones."""
    yield Cell(text, style)
    yield from (Cell(None, style) for _ in range(count - 1))
