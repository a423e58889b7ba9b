"""The benches at a small size: each gives the figures of its lines, and plain writers are fair."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.bench import (
    bench_chains,
    bench_dumps,
    bench_estate,
    bench_host,
    bench_render,
    bench_workbook,
    bench_xref,
)
from tests.bench.make_host import DENSE, SPARSE
from tests.bench.plain import plain_writer
from tests.bench.run import results

_KINDS = {"sparse": (SPARSE, 2, 3), "dense": (DENSE, 1, 2)}
_RENDERERS = bench_render.renderers(hosts=2, patches=3)


@pytest.mark.parametrize(
    ("bench", "run"),
    [
        pytest.param("xref", lambda: bench_xref.run(rows=50, repeats=1), id="xref"),
        pytest.param("dumps", lambda: bench_dumps.run(repeats=1), id="dumps"),
        pytest.param("chains", lambda: bench_chains.run(rows=8, repeats=1), id="chains"),
        pytest.param("host", lambda: bench_host.run(rows=400, repeats=1), id="host"),
        pytest.param("estate", lambda: bench_estate.run(rows=400, kinds=_KINDS), id="estate"),
        pytest.param("render", lambda: bench_render.run(2, 3, repeats=1), id="render"),
        pytest.param("workbook", lambda: bench_workbook.run(2, 3, repeats=1), id="workbook"),
    ],
)
def test_a_bench_gives_every_figure_of_its_lines(
    bench: str, run: Callable[[], dict[str, float]]
) -> None:
    assert list(results(bench, run()))


@pytest.mark.parametrize("name", _RENDERERS)
def test_a_plain_writer_writes_what_the_renderer_does(name: str) -> None:
    _, _, form = name.partition("_")
    result = _RENDERERS[name]()
    assert _cells(plain_writer(result, form)()) == _cells(result)


def _cells(result: str | bytes) -> object:
    """What has to be the same: a workbook's values and not its looks, JSON but for its blanks."""
    if isinstance(result, bytes):
        sheets = load_workbook(BytesIO(result)).worksheets
        return [list(sheet.iter_rows(values_only=True)) for sheet in sheets]
    return json.loads(result) if result.startswith("{") else result
