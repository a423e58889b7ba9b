"""`patchcheck doctor`: whether dumps are whole, consistent and fresh."""

from collections.abc import Iterable, Sequence
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
    from patchcheck.estate.intake import Unit
    from patchcheck.estate.states import Identity
    from patchcheck.estate.tree import Unplaced
    from patchcheck.model.diagnostic import Diagnostic
    from patchcheck.model.host import System
    from patchcheck.model.xref import CrossReference
    from patchcheck.report.doctor import DoctorView, DumpsView
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.world import Options

FORMATS = ("text", "table", "csv", "json")


class _Ground(NamedTuple):
    """What all dumps are examined by."""

    catalogue: "Catalogue"
    options: "Options"
    overrides: "System"
    on: date | None


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
    from patchcheck.cli.ending import exit_code
    from patchcheck.cli.inputs import find_units, overrides_of
    from patchcheck.cli.render import deliver, targets_of
    from patchcheck.cli.talk import progress, say_diagnostics, say_not_judged
    from patchcheck.readers.special import built_in
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.world import Options

    dumps, talk, rest = split_unjudged(values)
    targets = targets_of(FORMATS, **rest)
    found = find_units(dumps)
    file = _read(xref)
    options = Options(as_of, max_age=max_age)
    ground = _Ground(Catalogue(file, built_in()), options, overrides_of(dumps), dumps.date)
    units = progress(found.units, len(found.units), "examining", talk)
    examined, unplaced = _examine_all(units, ground)
    view = _view(ground, examined, (*found.unplaced, *unplaced))
    minded = say_diagnostics(view.diagnostics, talk)
    say_not_judged((host.hostname, host.not_judged_because) for host in view.hosts)
    read = (*([xref] if xref else ()), *(path for one in examined for path in one.paths))
    deliver(targets, read, lambda name: _rendered(view, name))
    judged = all(host.judged for host in view.hosts)
    return exit_code(minded=minded, judged=judged, failing=False)


def _read(path: str | None) -> "CrossReference":
    """Read the cross-reference file; an empty one stands for none. Raises UnusableError."""
    from patchcheck.model.xref import CrossReference
    from patchcheck.readers.text import load
    from patchcheck.readers.xref import read_xref

    return read_xref(load(Path(path), "a patchdiag.xref")) if path else CrossReference([])


def _examine_all(
    units: "Iterable[Unit]", ground: _Ground
) -> "tuple[list[_Examined], list[Unplaced]]":
    """Examine the dumps of every unit; what belongs to no host comes beside them."""
    from patchcheck.estate.intake import open_unit

    examined: list[_Examined] = []
    unplaced: list[Unplaced] = []
    for unit in units:
        opened = open_unit(unit)
        examined += [_examine(files, ground) for files in opened.hosts]
        unplaced += opened.unplaced
    return examined, unplaced


def _examine(files: "HostFiles", ground: _Ground) -> _Examined:
    from patchcheck.estate.intake import identify, read
    from patchcheck.report.doctor import view_dumps
    from patchcheck.resolve.world import World

    host = read(files, ground.overrides, ground.on)
    view = view_dumps(World(host, ground.catalogue, ground.options), files.label)
    return _Examined(identify(files, host), view, host.diagnostics, files.paths)


def _view(
    ground: _Ground, examined: Sequence[_Examined], unplaced: "Sequence[Unplaced]"
) -> "DoctorView":
    """Put the states in order, by the names of their hosts; the same dumps are shown once."""
    from patchcheck.cli.dumps import placed_by_name, state_remarks, unplaced_remarks
    from patchcheck.report.doctor import DoctorView, view_unplaced
    from patchcheck.report.view import view_xref

    by_identity = {one.identity: one for one in examined}
    placed = placed_by_name(list(by_identity))
    shown = [(one, by_identity[one.identity]) for one in placed if one.role != "twice"]
    xref = ground.catalogue.xref
    return DoctorView(
        as_of=ground.options.as_of,
        max_age=ground.options.max_age,
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
