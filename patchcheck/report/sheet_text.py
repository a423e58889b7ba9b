"""Text as a cell of a workbook can hold it, and the room that it takes."""

import re

MAX_CELL = 32_767

_NOT_XML = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAIL = 80

# Text of 10 points against widths that count digits of 11 points.
CHARACTERS = 1.12


def wrapped_lines(text: str, width: float) -> int:
    """How many lines a program makes of a text that it breaks at blanks."""
    if len(text) <= width:
        return 1
    lines, used = 1, 0
    for word in text.split(" "):
        if used and used + 1 + len(word) > width:
            lines, used = lines + 1, 0
        used += len(word) + (used > 0)
        if used > width:
            lines, used = lines + int(used / width), int(used % width)
    return lines


def clean(text: str) -> str:
    """Text that may stand in a cell: what XML forbids goes, what is too long is cut, aloud."""
    if not text.isascii() or not text.isprintable():
        text = _NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    size = units(text)
    if size <= MAX_CELL:
        return text
    kept = text[: MAX_CELL - _TAIL]
    while units(kept) > MAX_CELL - _TAIL:
        kept = kept[: len(kept) - max(1, (units(kept) - MAX_CELL + _TAIL) // 2)]
    return f"{kept}… [cut here: {size:,} characters in all, Excel's cells hold {MAX_CELL:,}]"


def units(text: str) -> int:
    """The length of a text as Excel counts it: in units of UTF-16."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)
