"""Whole runs over many hosts, through the real commands: a host beside a good one."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cli.small import PKGINFO, SHOWREV, UNAME
from tests.estate.pack import write
from tests.run import run_patchcheck
from tests.trust.harmless import check_file, check_streams

_GOOD = {"showrev": SHOWREV, "pkginfo": PKGINFO, "uname": UNAME}
_UNUSABLE = 1


def run_beside_a_good_host(xref: bytes, dumps: list[bytes], *, workbook: bool) -> None:
    """estate and compare: all that they write is harmless, and nothing else is written.

    `dumps` are showrev, pkginfo and uname. Raises AssertionError.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        hosts = folder / "hosts"
        write(hosts / "good", {kind: text.replace("tiny", "good") for kind, text in _GOOD.items()})
        write(hosts / "other", dict(zip(_GOOD, dumps, strict=True)))
        (folder / "xref").write_bytes(xref)
        for command in ("estate", "compare"):
            _run(command, folder, ("csv", "json", "html", *(["xlsx"] if workbook else [])))


def _run(command: str, folder: Path, suffixes: tuple[str, ...]) -> None:
    outputs = {folder / f"{command}.{suffix}" for suffix in suffixes}
    before = set(folder.iterdir())
    ran = run_patchcheck(
        *(command, str(folder / "hosts"), "-x", str(folder / "xref"), "--as-of", "2003-06-18"),
        *("--format", "table", *(part for path in sorted(outputs) for part in ("-o", str(path)))),
    )
    check_streams(ran)
    made = set(folder.iterdir()) - before
    assert made == (set() if ran.code == _UNUSABLE else outputs)
    for path in made:
        check_file(path)
