"""Archives made in a test, member by member, also such as no honest tool would make."""

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_CLEAR = 256
_RUN = 248  # codes that stay 9 bits wide, with room to spare


def compress(data: bytes) -> bytes:
    """Pack as compress (.Z) does, with nothing but literal codes of 9 bits and clear codes."""
    packed = bytearray(b"\x1f\x9d\x90")
    for start in range(0, len(data), _RUN):
        codes = [*data[start : start + _RUN], _CLEAR]
        codes += [0] * (-len(codes) % 8)
        bits = sum(code << 9 * place for place, code in enumerate(codes))
        packed += bits.to_bytes(len(codes) * 9 // 8, "little")
    return bytes(packed)


def header(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, mtime: int = 0) -> bytes:
    """Give the header of a member alone, whatever data may follow."""
    info = tarfile.TarInfo(name)
    info.size, info.type, info.mtime, info.linkname = size, kind, mtime, "target"
    return info.tobuf(tarfile.GNU_FORMAT)


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % tarfile.BLOCKSIZE)


def tar(members: Mapping[str, bytes | str], *more: bytes, mtime: int = 0) -> bytes:
    """Give a tar archive; `more` stands before its end mark."""
    parts = []
    for name, content in members.items():
        data = content.encode() if isinstance(content, str) else content
        parts += [header(name, len(data), mtime=mtime), padded(data)]
    return b"".join((*parts, *more, bytes(2 * tarfile.BLOCKSIZE)))


def zipped(members: Mapping[str, bytes | str] | Iterable[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    stream = io.BytesIO()
    pairs = members.items() if isinstance(members, Mapping) else members
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pairs:
            archive.writestr(name, data)
    return stream.getvalue()


def files_of(folder: Path) -> dict[str, bytes]:
    """Give what a folder holds, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write(folder: Path, members: Mapping[str, bytes | str]) -> Path:
    """Write files below a folder."""
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
