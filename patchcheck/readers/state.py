"""A saved comparison's JSON (`patchcheck.compare/1`): its hosts, as a baseline for later ones."""

from datetime import date

from patchcheck.model.diagnostic import Account, Input
from patchcheck.model.host import Dated, Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PatchId
from patchcheck.readers.json_text import Values, read_values
from patchcheck.readers.text import Source

SCHEMA = "patchcheck.compare/1"


def read_states(source: Source) -> tuple[tuple[str, Host], ...]:
    """Read the hosts that a comparison saved, each with the name that it went by.

    Baselines among its sides are left out. Raises UnusableError, with the place and what was
    expected, where it isn't such a file or has no host.
    """
    values = read_values(source, SCHEMA)
    sides = [side for side in values.tables("sides") if side.get("kind", str) == "host"]
    if not sides:
        raise values.wrong("sides", "a list of tables, one of them a host", None)
    return tuple((side.get("name", str), _host(side, source)) for side in sides)


def _host(side: Values, source: Source) -> Host:
    patches = tuple(_patch(item) for item in side.tables("patches"))
    packages = None
    if side.maybe("packages", list) is not None:
        packages = tuple(_package(item) for item in side.tables("packages"))
    lines = source.text.count("\n") + (not source.text.endswith("\n"))
    account = Account(record_lines=lines, comment_lines=0, rejected_lines=0)
    return Host(
        system=System(**{name: side.maybe(name, str) for name in System._fields}),
        patches=patches,
        packages=packages,
        inputs=(Input(source.path, "state", source.sha256, len(patches), account),),
        not_judged_because=side.maybe("not_judged_because", str),
        dated=_dated(side.table("dated")),
    )


def _dated(values: Values | None) -> Dated | None:
    return Dated(values.day("day"), values.get("origin", str)) if values else None


def _patch(values: Values) -> InstalledPatch:
    text = values.get("id", str)
    return InstalledPatch(
        text=text,
        patch=PatchId.parse(text),
        obsoletes=values.patches("obsoletes"),
        requires=values.patches("requires"),
        incompatibles=values.patches("incompatibles"),
        packages=values.texts("packages"),
        installed_on=_day(values),
    )


def _package(values: Values) -> PackageInstance:
    return PackageInstance(
        instance=values.get("instance", str),
        architecture=values.get("architecture", str),
        version=values.get("version", str),
        status=values.get("status", str),
        installed_on=_day(values),
    )


def _day(values: Values) -> date | None:
    known = values.maybe("installed_on", str) is not None
    return values.day("installed_on") if known else None
