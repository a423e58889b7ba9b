"""Packed data to plain bytes, piece by piece: gzip, and compress (.Z) through uncompresspy."""

import gzip
import io
import warnings
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar, cast

Value = TypeVar("Value")

CHUNK = 2**16  # bytes asked of a decoder at once
GZIP = b"\x1f\x8b"
COMPRESS = b"\x1f\x9d"


def is_packed(head: bytes) -> bool:
    """Whether data that begin so are packed by gzip or compress."""
    return head.startswith((GZIP, COMPRESS))


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Give what a seekable stream holds, unpacked as its first bytes ask for.

    Raises EOFError where packed data end early, OSError or zlib.error where they are damaged.
    """
    magic = stream.read(len(GZIP))
    stream.seek(-len(magic), io.SEEK_CUR)
    if magic == COMPRESS:
        yield from _uncompress(stream)
    elif magic == GZIP:
        with gzip.GzipFile(fileobj=stream) as packed:
            yield from iter(lambda: packed.read1(CHUNK), b"")
    else:
        yield from iter(lambda: stream.read(CHUNK), b"")


def _uncompress(stream: BinaryIO) -> Iterator[bytes]:
    """Unpack what compress packed. Its data have no end mark: a cut shows by a part of a code."""
    from uncompresspy import LZWFile  # noqa: PLC0415 (hardly any run needs it)

    cut = False
    try:
        packed = _quietly(lambda: LZWFile(stream, save_checkpoints=False))[0]
        while True:
            piece, warned = _quietly(lambda: cast("bytes", packed.read(CHUNK)))
            cut = cut or warned
            if not piece:
                break
            yield piece
    except ValueError as error:
        raise OSError(str(error).rstrip(".")) from error
    if cut:
        raise EOFError


def _quietly(work: Callable[[], Value]) -> tuple[Value, bool]:
    """Do a piece of work; tell whether it warned, which is how the decoder tells of a cut."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        return work(), bool(caught)
