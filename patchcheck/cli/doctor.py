"""`patchcheck doctor`: whether dumps are whole, consistent and fresh."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from patchcheck.cli.options import (
    doctor_options,
    dump_options,
    output_options,
    split_unjudged,
    talk_options,
)

if TYPE_CHECKING:
    from patchcheck.estate.files import HostFiles
    from patchcheck.estate.states import Identity
    from patchcheck.estate.tree import Unplaced
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.model.xref import CrossReference
    from patchcheck.report.doctor import DoctorView, DumpsView
    from patchcheck.resolve.world import Options, World

FORMATS = ("text", "table", "csv", "json")


class _Examined(NamedTuple):
    """What was found on the dumps of one host, and the files that were read for it."""

    identity: "Identity"
    view: "DumpsView"
    diagnostics: "tuple[Diagnostic, ...]"
    paths: tuple[str, ...]


@click.command()
@dump_options
@doctor_options
@output_options(FORMATS)
@talk_options
def doctor(xref: str | None, as_of: date, max_age: int | None, **values: Any) -> int:
    """Examine dumps: are they whole, consistent and fresh? A grade for each host, and why.

    A: whole and consistent. B: mended without loss, or something is not known. C: something is
    amiss that may bend single verdicts. D: a dump is absent. F: can't be judged.
    """
    from patchcheck.cli.dumps import read_units
    from patchcheck.cli.ending import exit_code
    from patchcheck.cli.inputs import built_in, find_units
    from patchcheck.cli.render import deliver, targets_of
    from patchcheck.cli.talk import progress, say_diagnostics, say_not_judged
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.world import Options, World

    dumps, talk, rest = split_unjudged(values)
    targets = targets_of(FORMATS, **rest)
    found = find_units(dumps)
    file = _read(xref)
    options = Options(as_of, max_age=max_age)
    catalogue = Catalogue(file, built_in())
    unplaced = list(found.unplaced)
    units = progress(found.units, len(found.units), "examining", talk)
    hosts = read_units(units, dumps, unplaced)
    examined = [_examine(files, World(host, catalogue, options)) for files, host in hosts]
    view = _view(options, file, examined, unplaced)
    minded = say_diagnostics(view.diagnostics, talk)
    say_not_judged((host.hostname, host.not_judged_because) for host in view.hosts)
    read = (*([xref] if xref else ()), *(path for one in examined for path in one.paths))
    deliver(targets, read, lambda name: _rendered(view, name))
    judged = all(host.judged for host in view.hosts)
    return exit_code(minded=minded, judged=judged, failing=False)


def _read(path: str | None) -> "CrossReference":
    """Read the cross-reference file; an empty one stands for none. Raises UnusableError."""
    from patchcheck.cli.inputs import xref_in
    from patchcheck.model.xref import CrossReference
    from patchcheck.readers.text import load

    return xref_in(load(Path(path), "a patchdiag.xref")) if path else CrossReference([])


def _examine(files: "HostFiles", world: "World") -> _Examined:
    from patchcheck.estate.intake import identify
    from patchcheck.report.doctor import view_dumps

    host = world.host
    view = view_dumps(world, files.label)
    return _Examined(identify(files, host), view, host.diagnostics, files.paths)


def _view(
    options: "Options",
    xref: "CrossReference",
    examined: Sequence[_Examined],
    unplaced: "Sequence[Unplaced]",
) -> "DoctorView":
    """Put the states in order, by the names of their hosts; the same dumps are shown once."""
    from patchcheck.cli.dumps import placed_by_name, state_remarks, unplaced_remarks
    from patchcheck.report.doctor import DoctorView, view_unplaced
    from patchcheck.report.view import view_xref

    by_identity = {one.identity: one for one in examined}
    placed = placed_by_name(list(by_identity))
    shown = [(one, by_identity[one.identity]) for one in placed if one.role != "twice"]
    return DoctorView(
        as_of=options.as_of,
        max_age=options.max_age,
        xref=view_xref(xref) if xref.source else None,
        hosts=tuple(replace(one.view, earlier=at.role == "earlier") for at, one in shown),
        unplaced=tuple(view_unplaced(item.path, item.reason) for item in unplaced),
        diagnostics=(
            *xref.diagnostics,
            *unplaced_remarks(unplaced),
            *state_remarks(placed),
            *(item for _, one in shown for item in one.diagnostics),
        ),
    )


def _rendered(view: "DoctorView", name: str) -> str:
    """The findings in one form."""
    from patchcheck.report import doctor_data, doctor_text

    match name:
        case "text":
            return doctor_text.render(view)
        case "table":
            return doctor_text.render_table(view)
        case "csv":
            return doctor_data.render_csv(view)
        case _:
            return doctor_data.render_json(view)
