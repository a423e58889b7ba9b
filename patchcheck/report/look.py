"""How the cells of a workbook look: styles by name, as plain values."""

from dataclasses import dataclass, replace

TEXT, DAY, COUNT, SHARE = "@", "yyyy-mm-dd", "#,##0", "0.0%"

NAVY = "1F3864"
LINE, STRONG_LINE = "C9CFD8", NAVY
BARS = {"navy": NAVY, "teal": "2E7D7A", "amber": "B7791F"}


@dataclass(frozen=True, slots=True)
class Look:
    """One style; colours are RRGGBB, `number_format` is Excel's, `turned` is in degrees."""

    size: int = 10
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    colour: str = "000000"
    fill: str | None = None
    boxed: bool = True
    across: str | None = None
    down: str = "top"
    wrapped: bool = True
    turned: int = 0
    indent: int = 0
    number_format: str = "General"
    locked: bool = True


_BOX = Look()
_FREE = Look(boxed=False, wrapped=False, across="left")
_HEADING = Look(bold=True, colour="FFFFFF", fill=NAVY, down="center")
_WARNING = Look(bold=True, colour="9C0006", fill="FBE5E1")
_INPUT = Look(fill="FFF8DC", locked=False)

LOOKS: dict[str, Look] = {
    "title": replace(_FREE, size=16, bold=True, colour=NAVY),
    "lead": replace(_FREE, italic=True, colour="404040"),
    "section": replace(_FREE, size=12, bold=True, colour=NAVY),
    "plain": _FREE,
    "label": replace(_FREE, bold=True),
    "value": replace(_FREE, number_format=TEXT),
    "value-date": replace(_FREE, number_format=DAY),
    "value-number": replace(_FREE, number_format=COUNT),
    "heading": _HEADING,
    "group-heading": replace(_HEADING, across="center"),
    "upright-heading": replace(_HEADING, turned=90, down="bottom", across="center"),
    "input-heading": replace(_HEADING, colour="000000", fill="F4B942"),
    "text": _BOX,
    "clipped": replace(_BOX, wrapped=False),
    "name": replace(_BOX, bold=True, number_format=TEXT),
    "id": replace(_BOX, number_format=TEXT),
    "digest": replace(_BOX, number_format=TEXT, size=8),
    "link": replace(_BOX, number_format=TEXT, underlined=True, colour="0563C1"),
    "date": replace(_BOX, number_format=DAY, across="center", wrapped=False),
    "number": replace(_BOX, number_format=COUNT, across="right", wrapped=False, indent=1),
    "percent": replace(_BOX, number_format=SHARE, across="right", wrapped=False, indent=1),
    "flag": replace(_BOX, bold=True, across="center", wrapped=False),
    "mark": replace(_BOX, across="center", wrapped=False),
    "warning": _WARNING,
    "warning-mark": replace(_WARNING, across="center", wrapped=False),
    "input": _INPUT,
    "input-id": replace(_INPUT, number_format=TEXT),
    "input-date": replace(_INPUT, number_format=DAY, across="center", wrapped=False),
}
