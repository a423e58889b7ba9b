"""What was made out of files of this package, kept where Python keeps their bytecode.

Like bytecode it is code, to be trusted as far as the folder it lies in; it is kept nowhere else.
"""

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_DIGEST = hashlib.sha256().digest_size


class Place(NamedTuple):
    """A file to keep something in; `origin` is all that it is made from."""

    file: Path
    origin: bytes

    def read(self) -> bytes | None:
        """Give what was kept whole, and was made from the same; None where there is no such."""
        with suppress(OSError):
            data = self.file.read_bytes()
            if data[:_DIGEST] == self._digest(data[_DIGEST:]):
                return data[_DIGEST:]
        return None

    def write(self, made: bytes) -> None:
        """Write as Python writes bytecode: whole or not at all, and only where that can be done."""
        if sys.dont_write_bytecode:
            return
        part = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        with suppress(OSError):
            try:
                part.write_bytes(self._digest(made) + made)
                part.replace(self.file)
            finally:
                part.unlink(missing_ok=True)

    def _digest(self, made: bytes) -> bytes:
        """Give the SHA-256 of what was made and of all that it was made from."""
        return hashlib.sha256(self.origin + made).digest()
