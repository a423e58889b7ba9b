"""Bytes to text: what every reader starts from. Has packed data unpacked, finds the encoding."""

import gzip
import hashlib
import io
import os
import re
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from patchcheck.model.errors import UnusableError
from patchcheck.readers.unpack import chunks, is_packed

UNPACK_LIMIT = 512 * 2**20  # bytes that a file may hold, unpacked; a full xref has 6 million
_BLOCK = 2**16  # of what has no size: a device, a pipe

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MOSTLY = 0.9  # share of every second byte that is NUL where UTF-16 without a mark is guessed
_SHORTEST_WIDE = 4

# Punctuation, kana, kanji, and the forms of full and half width.
_JAPANESE = "\u3000-\u30ff\u4e00-\u9fff\uff00-\uff9f"
_NOT_JAPANESE = f"[^{_JAPANESE}]"  # compiled when asked for: it takes its time
_KANA_PAIR = re.compile("[\u3041-\u3096\u30a1-\u30fc]{2}")
_ASCII = re.compile(r"[\x00-\x7f]+")
_STRANGERS = 0.2  # share of other characters beyond ASCII that Japanese text may have

_SAMPLE = 2**16
# Bell, backspace, tabs, line and page ends and escape occur in what a terminal recorded.
_CONTROLS = tuple(map(chr, (*range(1, 7), *range(14, 27), *range(28, 32), 127)))
_CONTROL_SHARE = 0.05


@cache
def _swallowed_bar() -> re.Pattern[str]:
    """Match what Shift_JIS makes of a Latin letter with an accent and a `|` (0x7c) behind it.

    They are rare kanji, which hardly ever begin a Japanese word.
    """
    pairs = (bytes((letter, 0x7C)) for letter in range(0xE0, 0xFD))
    letters = "".join(pair.decode("cp932", "ignore") for pair in pairs).replace("|", "")
    return re.compile(f"(?<![{_JAPANESE}])[{letters}]")


class Source(NamedTuple):
    r"""An input as text. Lines end at `\n` only; a `\r` before it is left for the grammars.

    `path` is what the user called it and what diagnostics print; `sha256` is that of the bytes as
    they lie on disk (packed, if they are packed); `encoding` is the one it was decoded by;
    `remarks` say in words what decoding lost or mended; `truncated` means that packed data ended
    early or were damaged, so that only their beginning is in `text` (R16).
    """

    path: str
    text: str
    sha256: str
    encoding: str
    remarks: tuple[str, ...] = ()
    truncated: bool = False


def load(path: Path, wanted: str = "", *, limit: int = UNPACK_LIMIT, most: str = "") -> Source:
    """Read a file. Raises UnusableError, with the system's reason, where it can't be read.

    `wanted` says for the message what the file should be. It may hold `limit` bytes, also
    unpacked; `most` is how messages call that.
    """
    hint = f"; {wanted} was wanted" if wanted else ""
    try:
        data = _read(path, limit + 1)
    except OSError as error:
        reason = f"{path}: error: can't be read: {error.strerror}{hint}"
        raise UnusableError(reason) from error
    if len(data) > limit:
        raise UnusableError(f"{path}: error: holds more than {most or f'{limit} bytes'}{hint}")
    return decode(data, str(path), limit=limit, most=most)


def _read(path: Path, room: int) -> bytes:
    """Read a file to its end, or so many bytes of it: a device may have no end."""
    parts: list[bytes] = []
    with path.open("rb") as stream:
        block = os.fstat(stream.fileno()).st_size or _BLOCK
        while part := stream.read(min(room, block)):
            parts.append(part)
            room -= len(part)
            block = _BLOCK
    return b"".join(parts)


def decode(data: bytes, path: str, *, limit: int = UNPACK_LIMIT, most: str = "") -> Source:
    """Turn bytes into text; every byte has a meaning, so decoding itself can't fail.

    Raises UnusableError for packed data (gzip or compress) that unpack to more than `limit` bytes,
    which messages call `most`.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    remarks: tuple[str, ...] = ()
    truncated = False
    if is_packed(data):
        data, remarks, truncated = _unpack(data, path, limit, most or f"{limit} bytes")
    text, encoding = _to_text(data)
    if encoding.startswith("utf-16") and "\ufffd" in text:
        remarks += ("what was no UTF-16 stands as U+FFFD",)
    return Source(path, text, sha256, encoding, remarks, truncated)


def looks_binary(source: Source) -> bool:
    """Whether it is no text: a NUL anywhere, or many control characters at its beginning (R16)."""
    head = source.text[:_SAMPLE]
    # Some thirty looks for one character each take a tenth of the time of one for a class of them.
    controls = sum(head.count(control) for control in _CONTROLS if control in head)
    return "\0" in source.text or controls > _CONTROL_SHARE * len(head)


def _unpack(data: bytes, path: str, limit: int, most: str) -> tuple[bytes, tuple[str, ...], bool]:
    """Unpack all there is: the bytes, remarks, and whether the data ended early."""
    parts: list[bytes] = []
    size = 0
    try:
        for chunk in chunks(io.BytesIO(data)):
            parts.append(chunk)
            size += len(chunk)
            if size > limit:
                raise UnusableError(f"{path}: error: unpacks to more than {most}")
    except (EOFError, OSError, zlib.error) as error:
        remark, truncated = _damage(error, size)
        return b"".join(parts), (remark,), truncated
    return b"".join(parts), (), False


def _damage(error: Exception, size: int) -> tuple[str, bool]:
    """Say what is wrong with packed data of which `size` bytes could be unpacked."""
    if isinstance(error, gzip.BadGzipFile) and size and "Not a gzipped" in str(error):
        return "what follows the packed data was left out", False
    what = "end early" if isinstance(error, EOFError) else f"are damaged ({error})"
    return f"the packed data {what}; the first {size} bytes could be unpacked", True


def _to_text(data: bytes) -> tuple[str, str]:
    """Decode, and name the encoding.

    A byte order mark decides; else ASCII, UTF-8, EUC-JP and Shift_JIS (in the form of Windows)
    are tried in this order, the Japanese ones with care; latin-1 takes what is left.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            data = data[len(mark) :]
            if encoding != "utf-8":
                return data.decode(encoding, "replace"), encoding
    if wide := _wide(data):
        return data.decode(wide, "replace"), wide
    for encoding, plausible in _GUESSES:
        text = _strictly(data, encoding)
        if text is not None and plausible(text):
            return text, encoding
    return data.decode("latin-1"), "latin-1"


def _wide(data: bytes) -> str | None:
    """Guess UTF-16 without a mark: nearly every second byte NUL, none of the others."""
    if b"\0" not in data or len(data) < _SHORTEST_WIDE or len(data) % 2:
        return None
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[first::2].count(0) > _MOSTLY * len(data) / 2 and 0 not in data[1 - first :: 2]:
            return encoding
    return None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_japanese(text: str) -> bool:
    """Whether two kana stand side by side and nearly all beyond ASCII is Japanese.

    Latin letters with accents stand alone between ASCII ones; read as Japanese they give single
    kanji or half-width kana.
    """
    if not _KANA_PAIR.search(text):
        return False
    beyond = _ASCII.sub("", text)
    return len(beyond) - len(re.sub(_NOT_JAPANESE, "", beyond)) <= _STRANGERS * len(beyond)


def _is_shift_jis(text: str) -> bool:
    """Whether it is Japanese and no field's `|` was taken for the second half of a character.

    The second byte of a Shift_JIS character may be `|`. One between fields in ASCII is never
    touched; this guards the end of a field in another encoding.
    """
    return _is_japanese(text) and not _swallowed_bar().search(text)


def _always(_text: str) -> bool:
    return True


# Each encoding, and when what it gives is believed.
_GUESSES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("ascii", _always),
    ("utf-8", _always),
    ("euc_jp", _is_japanese),
    ("cp932", _is_shift_jis),
)
