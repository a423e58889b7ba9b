"""Bar charts as numbers to draw: how long each bar is, and what is written beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 400
ROW = 24
_LABEL = 138
_VALUE = 62
_BARS = WIDTH - _LABEL - _VALUE
_LONGEST_LABEL = 20
_MOST_BARS = 30


@dataclass(frozen=True, slots=True)
class Datum:
    """One thing to draw, with its value in words."""

    label: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in units of the chart."""

    datum: Datum
    label: str
    top: int
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars under each other. `left_out` counts those that there is no room for."""

    name: str
    title: str
    caption: str
    bars: tuple[Bar, ...]
    left_out: int

    @property
    def height(self) -> int:
        """The height of all bars."""
        return len(self.bars) * ROW

    @property
    def words(self) -> str:
        """The chart for those who do not see it."""
        return "; ".join(f"{bar.datum.label}: {bar.datum.words}" for bar in self.bars)


def chart(
    name: str, title: str, caption: str, data: Sequence[Datum], full: float | None = None
) -> Chart:
    """Lay out bars; the longest, or one of the value `full`, takes the whole width."""
    shown = data[:_MOST_BARS]
    scale = _BARS / (full or max((datum.value for datum in shown), default=0) or 1)
    bars = tuple(
        Bar(
            datum,
            _shortened(datum.label),
            place * ROW,
            round(datum.value * scale, 1),
        )
        for place, datum in enumerate(shown)
    )
    return Chart(name, title, caption, bars, len(data) - len(shown))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
