"""`patchcheck compare`: patch levels side by side, and what would make one like another."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from patchcheck.cli.options import (
    JudgeOptions,
    doctor_options,
    dump_options,
    output_options,
    split_unjudged,
    talk_options,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patchcheck.cli.inputs import Tables
    from patchcheck.compare.state import State
    from patchcheck.report.comparison import ComparisonView
    from patchcheck.report.view import XrefView
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.doctor import Grade
    from patchcheck.resolve.world import Options

FORMATS = ("text", "table", "csv", "json", "html", "xlsx")
SHOW = ("differences", "matrix", "all")


@click.command()
@dump_options
@doctor_options
@click.option(
    "--special-cases",
    metavar="FILE.toml",
    envvar="PATCHCHECK_SPECIAL_CASES",
    help="A table of yours, laid over ours.",
)
@click.option(
    "--show",
    type=click.Choice(SHOW),
    default=SHOW[0],
    show_default=True,
    help="The numbers that differ; all numbers as a matrix; or all with what explains them.",
)
@click.option("--like", metavar="NAME", help="The side that the others are to be made like.")
@click.option(
    "--baseline",
    metavar="FILE",
    help="Compare with a saved comparison (JSON), a list of ids, or a cross-reference file.",
)
@output_options(FORMATS)
@talk_options
def compare(
    *,
    xref: str | None,
    as_of: date,
    max_age: int | None,
    special_cases: str | None,
    show: Any,
    like: str | None,
    baseline: str | None,
    **values: Any,
) -> int:
    """Compare patch levels: of hosts, of states of one host, or with a baseline.

    Of two sides the first is to be made like the second, and every host like a baseline; with
    more sides, --like names the one. -o FILE.json saves the states, for --baseline later on.
    """
    from patchcheck.cli.dumps import gather
    from patchcheck.cli.ending import exit_code
    from patchcheck.cli.render import deliver, targets_of
    from patchcheck.cli.sides import Baseline, distinct, goal_of, host_states, read_baseline
    from patchcheck.cli.talk import say_diagnostics, say_not_judged
    from patchcheck.compare.comparison import compare as compare_states
    from patchcheck.report.comparison import ComparisonView, printed
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.world import Options

    dumps, talk, rest = split_unjudged(values)
    targets = targets_of(FORMATS, **rest)
    tables = _tables(xref, special_cases, as_of)
    gathered = gather(dumps)
    hosts = host_states(gathered, dumps.dumps)
    saved = read_baseline(baseline, hosts, tables.special) if baseline else Baseline()
    states = tuple(distinct((*hosts, *saved.states)))
    goal = goal_of([each.name for each in states], like, baselines=len(saved.states))
    known = Catalogue(tables.xref, tables.special)
    graded = _grades(hosts, known, Options(as_of, max_age=max_age))
    view = ComparisonView(
        as_of=as_of,
        show=show,
        xref=_xref(known, states),
        comparison=printed(compare_states(states, known if xref else None, goal)),
        states=tuple(printed(_values(state)) for state in states),
        grades=(*graded, *(None for _ in saved.states)),
        diagnostics=(
            *tables.diagnostics,
            *saved.diagnostics,
            *gathered.remarks,
            *(item for state in hosts for item in state.host.diagnostics),
        ),
    )
    minded = say_diagnostics(view.diagnostics, talk)
    say_not_judged((side.name, side.not_judged_because) for side in view.sides)
    read = (path for path in (xref, special_cases, baseline, *gathered.paths) if path)
    deliver(targets, read, lambda name: _rendered(view, name))
    return exit_code(minded=minded, judged=not view.not_judged, failing=False)


def _tables(xref: str | None, special_cases: str | None, as_of: date) -> "Tables":
    """Read the cross-reference file and what lies over it; without one there is none of both."""
    from patchcheck.cli.inputs import Tables, built_in, read_tables
    from patchcheck.model.xref import CrossReference

    if xref:
        return read_tables(JudgeOptions(xref, as_of, special_cases=special_cases))
    return Tables(CrossReference(()), built_in(), (), ())


def _values(state: "State") -> dict[str, object] | None:
    from patchcheck.compare.state import state_values

    return state_values(state.host) if state.kind == "host" else None


def _grades(states: "Sequence[State]", catalogue: "Catalogue", options: "Options") -> "list[Grade]":
    """The grades of what was read from dumps; a saved state has no dumps to grade."""
    from patchcheck.resolve.doctor import grade
    from patchcheck.resolve.world import World

    return [grade(World(state.host, catalogue, options)) for state in states]


def _xref(known: "Catalogue", states: "Sequence[State]") -> "XrefView | None":
    """The cross-reference file that was given, else the baseline that is one."""
    from patchcheck.report.view import view_xref

    own = (state.catalogue for state in states if state.catalogue)
    catalogue = known if known.xref.source else next(own, None)
    return view_xref(catalogue.xref) if catalogue else None


def _rendered(view: "ComparisonView", name: str) -> str | bytes:
    """The comparison in one form."""
    match name:
        case "text":
            from patchcheck.report import comparison_text

            return comparison_text.render(view)
        case "table":
            from patchcheck.report import comparison_text

            return comparison_text.render_table(view)
        case "csv":
            from patchcheck.report import comparison_csv

            return comparison_csv.render(view)
        case "html":
            from patchcheck.report import comparison_page

            return comparison_page.render(view)
        case "xlsx":
            from patchcheck.report import comparison_sheets

            return comparison_sheets.render(view)
        case _:
            from patchcheck.report import comparison_json

            return comparison_json.render(view)
