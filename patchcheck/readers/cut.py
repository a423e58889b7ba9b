"""Signs that a listing of patches was cut within a line (R16)."""

import re

_LABELS = ("Obsoletes:", "Requires:", "Incompatibles:", "Packages:")
_LINE_STARTS = (
    "Patch:",
    "Hostname:",
    "Hostid:",
    "Release:",
    "Kernel architecture:",
    "Application architecture:",
    "Hardware provider:",
    "Domain:",
    "Kernel version:",
    "OpenWindows version:",
)
_ONE_DIGIT = re.compile(r"Patch:\s*\d{6}-\d\s*")
_WHOLE_ITEM = re.compile(r"\d{6}-\d{2}|[A-Za-z]+\d+(?:-\d{2,})?|\w+:")


def where_cut(text: str, last: str) -> str | None:
    """Say what shows that `text` was cut, None where nothing does.

    `last` is its last line, unquoted, mended if it was folded. Without a newline at the end any
    unfinished item is a sign; with one, only a one-digit revision where other lines go on (R1).
    """
    last = last.strip()
    others = text[: text.rstrip().rfind("\n") + 1]
    if text.endswith("\n"):
        bare = _ONE_DIGIT.fullmatch(last) is not None and any(name in others for name in _LABELS)
        return "a revision of one digit" if bare else None
    if not last.startswith("Patch:"):
        unfinished = any(start.startswith(last) and start != last for start in _LINE_STARTS)
        return "the start of a line" if last and unfinished else None
    return _cut_patch_line(last, others)


def _cut_patch_line(last: str, others: str) -> str | None:
    items = last.removeprefix("Patch:").split()
    if not items:
        return "a `Patch:` without an id"
    if "Packages:" in items:
        unfinished = items[-1] == "Packages:" or items[-1].endswith(",")
        return "an unfinished list of packages" if unfinished else None
    if not _WHOLE_ITEM.fullmatch(items[-1]):
        return "an unfinished id or label"
    if len(items) > 1 or "Packages:" in others:
        return "a line without its list of packages"
    return None
