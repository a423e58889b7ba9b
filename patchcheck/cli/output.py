"""Results: on stdout, or whole into a file."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import click

from patchcheck.model.errors import UnusableError

SUFFIXES = {
    ".txt": "text",
    ".json": "json",
    ".csv": "csv",
    ".html": "html",
    ".xlsx": "xlsx",
}


def format_of(path: Path, formats: Sequence[str]) -> str:
    """The form that a file's suffix asks for. Raises a usage error for an unknown one."""
    name = SUFFIXES.get(path.suffix.lower())
    if name is None or name not in formats:
        known = ", ".join(suffix for suffix, name in SUFFIXES.items() if name in formats)
        message = f"-o {path}: expected a file that ends in one of {known}"
        raise click.UsageError(message)
    return name


def write_stdout(pieces: Iterable[str | bytes]) -> None:
    """Write a result on stdout, to its last byte. Raises UnusableError where that can't be done."""
    if sys.stdout is None:
        raise UnusableError("stdout: error: can't be written: it is closed")
    try:
        for piece in pieces:
            click.echo(piece, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"stdout: error: can't be written: {error.strerror}"
        raise UnusableError(message) from error


def check_places(paths: Iterable[Path]) -> None:
    """Look before the work at where files are to go. Raises UnusableError for no folder."""
    for path in paths:
        if not path.parent.is_dir():
            message = f"{path}: error: can't be written: there is no folder {path.parent}"
            raise UnusableError(message)


def check_apart(paths: Iterable[Path]) -> None:
    """Refuse to write two outputs to one file. Raises UnusableError."""
    taken: set[str] = set()
    for path in paths:
        place = os.path.realpath(path)
        if place in taken:
            raise UnusableError(f"{path}: error: can't be written: another output goes there")
        taken.add(place)


def spare_inputs(outputs: Iterable[Path], inputs: Iterable[str]) -> None:
    """Refuse to write over what was read. Raises UnusableError."""
    read = {os.path.realpath(path) for path in inputs}
    for path in outputs:
        if os.path.realpath(path) in read:
            raise UnusableError(f"{path}: error: can't be written: it is an input of this run")


def write_files(results: Sequence[tuple[Path, Iterable[bytes]]]) -> None:
    """Write files, each whole or not at all: all beside their places first, then moved there.

    A link is kept, the file that it leads to is replaced. Raises UnusableError where a folder is
    missing or can't be written; then no file is touched.
    """
    check_places(path for path, _ in results)
    with ExitStack() as made:
        ready = [made.enter_context(_beside(path, pieces)) for path, pieces in results]
        for move in ready:
            move()


@contextmanager
def _beside(path: Path, pieces: Iterable[bytes]) -> Iterator[Callable[[], None]]:
    """Write a file beside its place; give what moves it there. It is gone at the end if unmoved."""
    import tempfile  # it takes its time to import, and --help needs none of it

    place = Path(os.path.realpath(path))
    with _reported(path):
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    temporary = Path(name)
    try:
        with _reported(path), os.fdopen(handle, "wb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
            temporary.chmod(_mode(place))
        yield partial(_move, temporary, place, path)
    finally:
        temporary.unlink(missing_ok=True)


def _move(temporary: Path, place: Path, path: Path) -> None:
    with _reported(path):
        temporary.replace(place)


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{path}: error: can't be written: {error.strerror}"
        raise UnusableError(message) from error


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what the umask leaves of 0666."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
