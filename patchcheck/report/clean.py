"""Text from a dump or a cross-reference file, made safe to print."""

import re

# Compiled when asked for: it takes its time, and hardly any run needs it.
_UNPRINTABLE = (
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def printable(text: str) -> str:
    r"""Replace what could steer a terminal or reorder a line by its code, as in `\x1b`.

    Control characters, bidirectional marks, line separators and lone surrogates go.
    """
    return text if text.isprintable() else re.sub(_UNPRINTABLE, _code, text)


def printable_if_any(text: str | None) -> str | None:
    """The same for text that may be absent."""
    return None if text is None else printable(text)


def _code(match: re.Match[str]) -> str:
    value = ord(match[0])
    if match[0] == "\t":
        return " "
    return f"\\x{value:02x}" if value <= 0xFF else f"\\u{value:04x}"  # noqa: PLR2004 (one byte)
