"""An earlier run's JSON (`patchcheck.report/1`), for what changed since."""

from patchcheck.model.earlier import EarlierHost, EarlierRun
from patchcheck.model.patch import PatchId
from patchcheck.readers.json_text import Values, read_values
from patchcheck.readers.text import Source

SCHEMA = "patchcheck.report/1"


def read_earlier(source: Source) -> EarlierRun:
    """Read what a run wrote. Raises UnusableError where it isn't such a file."""
    values = read_values(source, SCHEMA)
    closed = _closed(values)
    hosts: dict[str, EarlierHost | None] = {}
    for host in values.tables("hosts"):
        name = host.get("hostname", str)
        hosts[name] = None if name in hosts else _host(host, closed.get(name, ()))
    return EarlierRun(
        path=source.path,
        sha256=source.sha256,
        as_of=values.day("as_of"),
        selection=values.texts("selection"),
        hosts=hosts,
    )


def _host(host: Values, closed: tuple[PatchId, ...]) -> EarlierHost:
    return EarlierHost(
        judged=host.get("judged", bool),
        open=tuple(
            patch.patch("patch")
            for patch in host.tables("patches")
            if patch.get("to_install", bool)
        ),
        excepted=tuple(patch.patch("patch") for patch in host.tables("excepted")),
        closed=closed,
    )


def _closed(values: Values) -> dict[str, tuple[PatchId, ...]]:
    """What that run itself found closed, and runs before it, by host."""
    estate = values.table("estate")
    since = estate.table("since") if estate else None
    lines = since.tables("hosts") if since else ()
    return {
        line.get("hostname", str): (*line.patches("closed"), *line.patches("closed_before"))
        for line in lines
        if line.get("compared", bool)
    }
