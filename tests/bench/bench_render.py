"""CPU time of each renderer, from the view model to the result, against a plain writer.

The plain writer has the cells laid out beforehand: what a renderer takes longer is the price of
choosing, wording, cleaning and laying them out.
"""

from collections.abc import Callable, Mapping

from patchcheck.compare.comparison import compare
from patchcheck.report import (
    classic,
    comparison_csv,
    comparison_json,
    comparison_page,
    comparison_sheets,
    comparison_text,
    csv,
    estate_text,
    json,
    page,
    plan,
    table,
    workbook,
)
from patchcheck.report.comparison import ComparisonView, printed
from patchcheck.report.estate import view_estate
from tests.bench.bench_workbook import make_wide_report
from tests.bench.plain import plain_writer
from tests.bench.timing import best_cpu
from tests.compare.build import host
from tests.report.builders import AS_OF
from tests.report.test_estate import line_of

HOSTS, PATCHES, REPEATS = 20, 400, 3


def run(hosts: int = HOSTS, patches: int = PATCHES, repeats: int = REPEATS) -> dict[str, float]:
    """Give the CPU seconds of each renderer, the best of `repeats`, and its ratio."""
    figures: dict[str, float] = {}
    for name, render in renderers(hosts, patches).items():
        plain = plain_writer(render(), form=name.partition("_")[2])
        best = best_cpu({"ours": render, "plain": plain}, repeats)
        figures |= {name: best["ours"], f"{name}_ratio": best["ours"] / best["plain"]}
    return figures


def renderers(hosts: int, patches: int) -> Mapping[str, Callable[[], str | bytes]]:
    """Each renderer by what it shows and the form, its view model made."""
    report = make_wide_report(hosts, patches)
    estate = make_wide_report(
        hosts, patches, estate=view_estate(map(line_of, report.hosts), groups={})
    )
    view = _comparison(hosts, patches)
    return {
        "report_text": lambda: classic.render(report),
        "report_table": lambda: table.render(report),
        "report_csv": lambda: csv.render(report),
        "report_json": lambda: json.render(report),
        "report_html": lambda: page.render(report),
        "report_xlsx": lambda: workbook.render(report),
        "plan_text": lambda: plan.render(report),
        "estate_text": lambda: estate_text.render(estate, matrix=False),
        "estate_table": lambda: estate_text.render(estate, matrix=True),
        "compare_text": lambda: comparison_text.render(view),
        "compare_table": lambda: comparison_text.render_table(view),
        "compare_csv": lambda: comparison_csv.render(view),
        "compare_json": lambda: comparison_json.render(view),
        "compare_html": lambda: comparison_page.render(view),
        "compare_xlsx": lambda: comparison_sheets.render(view),
    }


def _comparison(hosts: int, patches: int) -> ComparisonView:
    """Hosts with the same numbers in other revisions, all to be made like the first."""
    states = [
        host(f"host{place}", *(_patch(number, place) for number in range(patches)))
        for place in range(hosts)
    ]
    return ComparisonView(
        as_of=AS_OF,
        show="differences",
        xref=None,
        comparison=printed(compare(states, goal=0)),
        states=(None,) * hosts,
        grades=(None,) * hosts,
        diagnostics=(),
    )


def _patch(number: int, place: int) -> str:
    return f"{100_000 + number}-{1 + (7 * number + 3 * place) % 20:02} in SUNWcsu"


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:20} {value:.3f}")
