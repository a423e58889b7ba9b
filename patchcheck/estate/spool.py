"""Values that wait on disk until their turn comes, so that memory doesn't grow with them."""

import pickle
import tempfile
from types import TracebackType
from typing import Generic, NamedTuple, Self, TypeVar

Value = TypeVar("Value")


class Slip(NamedTuple):
    """Where a value lies in a spool: what `take` wants back."""

    start: int
    length: int


class Spool(Generic[Value]):
    """A temporary file without a name: it goes with the process, however that ends."""

    def __init__(self) -> None:
        """Open the file."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by __exit__)
        self._end = 0

    def put(self, value: Value) -> Slip:
        """Keep a value."""
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._file.seek(self._end)
        self._file.write(data)
        slip = Slip(self._end, len(data))
        self._end += len(data)
        return slip

    def take(self, slip: Slip) -> Value:
        """Give a value back."""
        self._file.seek(slip.start)
        data = self._file.read(slip.length)
        value: Value = pickle.loads(data)  # noqa: S301 (what this process wrote itself)
        return value

    def __enter__(self) -> Self:
        """Use it in a `with` statement."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop the file."""
        self._file.close()
