"""What is fuzzed: a function for each reader and for whole runs, from bytes to nothing.

A target ends quietly, also where the program refuses the input by an error of its own; anything
else that it raises is a find.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from patchcheck.cli.inputs import open_unit
from patchcheck.estate.intake import find, read
from patchcheck.model.diagnostic import Diagnostic
from patchcheck.model.errors import PatchcheckError
from patchcheck.model.host import Host
from patchcheck.model.limits import Limits
from patchcheck.model.special import SpecialCases
from patchcheck.model.xref import CrossReference
from patchcheck.readers.config import read_config
from patchcheck.readers.dump import read_host
from patchcheck.readers.earlier import read_earlier
from patchcheck.readers.exceptions import read_exceptions
from patchcheck.readers.idlist import read_ids
from patchcheck.readers.patch_date import read_patch_dates
from patchcheck.readers.pkginfo import read_pkginfo
from patchcheck.readers.showrev import read_showrev
from patchcheck.readers.special import laid_over, read_built_in, read_special_cases
from patchcheck.readers.state import read_states
from patchcheck.readers.text import Source, decode
from patchcheck.readers.uname import read_uname
from patchcheck.readers.xref import read_xref
from patchcheck.report import classic, csv, json, page, plan, table, workbook
from patchcheck.report.view import Report, view_host, view_xref
from patchcheck.resolve.assessment import assess
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.selection import parse_word
from patchcheck.resolve.world import Options, World
from tests.cli.small import PKGINFO, SHOWREV, UNAME, XREF
from tests.fuzz.many import run_beside_a_good_host
from tests.readers.given import Dump, accounts_for, line_count
from tests.trust.harmless import check_csv, check_html, check_json, check_text, check_xlsx

Target = Callable[[bytes], None]

BETWEEN = b"\n%%%%\n"  # stands between the files that a run is made of
UNPACKED = 2**22  # bytes: a bomb is to be refused soon
_LIMITS = Limits(dump=UNPACKED, archive=UNPACKED, compressed=UNPACKED, members=1_000)
_AS_OF = date(2003, 6, 18)
_PLAIN = (classic.render, table.render, plan.render, plan.render_ids)
_WORKBOOKS = 16  # one run in so many makes one: it takes as long as eight runs without


def _source(data: bytes) -> Source:
    return decode(data, "fuzzed", limit=UNPACKED)


def _places_exist(source: Source, diagnostics: tuple[Diagnostic, ...]) -> None:
    """Each place that is told of is one of the file, or the file as a whole."""
    lines = source.text.count("\n") + 1
    assert all(0 <= item.line <= lines and item.column >= 0 for item in diagnostics)


def _dump(read: Callable[[Source], Dump], data: bytes) -> None:
    source = _source(data)
    dump = read(source)
    accounts_for(source.text, dump)
    _places_exist(source, dump.diagnostics)


def showrev(data: bytes) -> None:
    """showrev and patchadd -p: R15 holds."""
    _dump(read_showrev, data)


def pkginfo(data: bytes) -> None:
    """pkginfo -l and -x: R15 holds."""
    _dump(read_pkginfo, data)


def uname(data: bytes) -> None:
    """uname -a: R15 holds."""
    _dump(read_uname, data)


def xref(data: bytes) -> None:
    """patchdiag.xref: R15 holds, and each row is on a line of its own."""
    source = _source(data)
    found = read_xref(source)
    assert found.source
    assert found.source.account.lines == line_count(source.text)
    assert found.source.account.record_lines == len({row.line for row in found.rows})
    _places_exist(source, found.diagnostics)


def exceptions(data: bytes) -> None:
    """The user's exceptions."""
    source = _source(data)
    _places_exist(source, read_exceptions(source)[1])


def special(data: bytes) -> None:
    """The user's special cases, and a run that they take part in."""
    source = _source(data)
    table_read, diagnostics = read_special_cases(source)
    _places_exist(source, diagnostics)
    _rendered(_small_xref(), laid_over(_ours(), table_read), _small_host(), data)


def ids(data: bytes) -> None:
    """A list of patch ids: R15 holds."""
    _dump(read_ids, data)


def patch_dates(data: bytes) -> None:
    """When patches went in: R15 holds."""
    _dump(read_patch_dates, data)


def config(data: bytes) -> None:
    """The user's configuration."""
    read_config(_source(data), {"format": ("text", "json")})


def earlier(data: bytes) -> None:
    """An earlier run's JSON."""
    read_earlier(_source(data))


def states(data: bytes) -> None:
    """A saved comparison's JSON."""
    read_states(_source(data))


def archive(data: bytes) -> None:
    """An archive of dumps: what it holds is read, and nothing of it lands on the disk."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "given.tar"
        path.write_bytes(data)
        for unit in find([str(path)], _LIMITS).units:
            for files in open_unit(unit, _LIMITS).hosts:
                read(files)
        assert list(Path(folder).iterdir()) == [path]


def host(data: bytes) -> None:
    """Three dumps as one host: showrev, pkginfo, uname; every line of each is accounted for."""
    sources = [_source(part) for part in _parts(data, 3)]
    found = read_host(sources[0], sources[1], sources[2])
    lines = sorted(line_count(source.text) for source in sources)
    assert sorted(item.account.lines for item in found.inputs) == lines
    assert found.not_judged_because != ""


def run(data: bytes) -> None:
    """A whole run: xref, showrev, pkginfo, uname; every form of it is harmless."""
    parts = [_source(part) for part in _parts(data, 4)]
    _rendered(read_xref(parts[0]), _ours(), read_host(parts[1], parts[2], parts[3]), data)


def run_xref(data: bytes) -> None:
    """A whole run over a fixed host, with this cross-reference file."""
    _rendered(read_xref(_source(data)), _ours(), _small_host(), data)


def run_many(data: bytes) -> None:
    """A whole run over two hosts: estate and compare, every form of them is harmless."""
    xref, *dumps = _parts(data, 4)
    run_beside_a_good_host(xref, dumps, workbook=_with_workbook(data))


def _with_workbook(data: bytes) -> bool:
    """Whether a run makes a workbook: the input decides, so that it is the same each time."""
    return sum(data) % _WORKBOOKS == 0


def _parts(data: bytes, count: int) -> list[bytes]:
    """Cut into so many files; those that are not there are empty."""
    found = data.split(BETWEEN, count - 1)
    return found + [b""] * (count - len(found))


@cache
def _ours() -> SpecialCases:
    return read_built_in()


@cache
def _small_xref() -> CrossReference:
    return read_xref(_source(XREF.encode()))


@cache
def _small_host() -> Host:
    sources = [_source(text.encode()) for text in (SHOWREV, PKGINFO, UNAME)]
    return read_host(sources[0], sources[1], sources[2])


def _rendered(found: CrossReference, cases: SpecialCases, one: Host, data: bytes) -> None:
    """Judge and lay out in every form, each of which is looked through."""
    report = _report(found, cases, one)
    for render in _PLAIN:
        check_text(render(report))
    check_csv(csv.render(report))
    check_json(json.render(report))
    check_html(page.render(report))
    if _with_workbook(data):
        check_xlsx(workbook.render(report))


def _report(found: CrossReference, cases: SpecialCases, one: Host) -> Report:
    world = World(one, Catalogue(found, cases), Options(_AS_OF))
    words = [parse_word(word) for word in ("missing", "installed")]
    return Report(
        as_of=_AS_OF,
        xref=view_xref(found),
        selection=("missing", "installed"),
        classic=True,
        hosts=(view_host(assess(world, words)),),
        diagnostics=(*found.diagnostics, *one.diagnostics),
        special_cases=cases.version,
        minimal=False,
        flags="inherited",
    )


def guarded(target: Target) -> Target:
    """A target that ends quietly where the program refuses its input."""

    def run_guarded(data: bytes) -> None:
        with suppress(PatchcheckError):
            target(data)

    return run_guarded


TARGETS: Mapping[str, Target] = {
    target.__name__: guarded(target)
    for target in (
        *(xref, showrev, pkginfo, uname, ids, patch_dates),
        *(exceptions, special, config, earlier, states),
        *(archive, host, run, run_xref, run_many),
    )
}
