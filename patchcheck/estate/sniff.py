"""What a file is, by its first bytes: an archive, a dump, or neither."""

import io
import re
import zlib
from contextlib import suppress
from enum import StrEnum

from patchcheck.readers.detect import Kind, detect
from patchcheck.readers.text import decode
from patchcheck.readers.unpack import chunks, is_packed

# Files that are obviously something else are not opened.
OTHERS = frozenset(
    f".{suffix}"
    for suffix in (
        *("c", "cfg", "conf", "h", "ini", "js", "json", "lark", "pl", "py", "sh", "so", "sql"),
        *("css", "csv", "gif", "htm", "html", "jar", "jpg", "md", "pdf", "png", "rst", "svg"),
        *("toml", "tsv", "xls", "xlsx", "xml", "xref", "yaml", "yml"),
    )
)
HEAD = 16_384  # bytes looked at
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER_ARCHIVES = (b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd")
# Compiled when asked for: most dumps are known by their names.
_MARKS = rb"Patch:|atches |PKGINST:|SunOS |\((?:sparc|i386|all)|\A\xff\xfe|\A\xfe\xff"
# A listing is all of one kind, a note that quotes one is not.
_SURE = {
    Kind.SHOWREV: r"(?m)^[ \t>]*Patch:|^ *No patches (?:are )?installed",
    Kind.PKGINFO: r"(?m)^[ \t>]*PKGINST:|^[ \t>]*\((?:sparc|i386|all)",
    Kind.UNAME: r"\A\s*SunOS [^\n]*(?:\n[^\n]*){0,4}\n?\Z",
}
_BLOCK = 512  # bytes of a header of a tar archive
_CHECKSUM = slice(148, 156)
WORDS = {Kind.SHOWREV: "showrev", Kind.PKGINFO: "pkginfo", Kind.UNAME: "uname"}


class Form(StrEnum):
    """Kinds of archives; `OTHER` are those that can't be read here."""

    TAR = "tar"
    ZIP = "zip"
    OTHER = "other"


def form_of(head: bytes) -> Form | None:
    """Tell an archive by its first bytes, packed or not; None for what is none."""
    if head.startswith(_ZIP):
        return Form.ZIP
    if head.startswith(_OTHER_ARCHIVES):
        return Form.OTHER
    return Form.TAR if _is_tar(unpacked(head)) else None


def unpacked(head: bytes) -> bytes:
    """Unpack the first bytes of a file as far as they go, to some HEAD bytes."""
    if not is_packed(head):
        return head
    found = b""
    # A head is cut: what there is of it counts.
    with suppress(EOFError, OSError, zlib.error):
        for piece in chunks(io.BytesIO(head)):
            found += piece
            if len(found) >= HEAD:
                break
    return found[:HEAD]


def _is_tar(data: bytes) -> bool:
    """Whether the checksum of a first header holds, as tarfile asks; to import that takes long.

    It is the sum of all bytes, those of its own field taken as blanks; some programs sum them as
    signed ones.
    """
    header = data[:_BLOCK]
    if len(header) < _BLOCK:
        return False
    field = header[_CHECKSUM]
    summed = header[: _CHECKSUM.start] + b" " * len(field) + header[_CHECKSUM.stop :]
    try:
        told = int(field.partition(b"\0")[0].decode("ascii").strip() or "0", 8)
    except ValueError:
        return False
    return told in {sum(summed), sum(memoryview(summed).cast("b"))}


def kind_of(head: bytes) -> Kind | None:
    """Tell a dump that can be read by its first bytes; None for anything else."""
    data = unpacked(head)
    if not re.search(_MARKS, data):
        return None
    source = decode(data, "")
    kind = detect(source)
    return kind if kind in _SURE and re.search(_SURE[kind], source.text) else None
