"""How a comparison is worded, and that nothing of an input steers what shows it."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from patchcheck.compare.model import Comparison, LevelRow, Likeness, Relation, Side, Unreached
from patchcheck.model.host import System
from patchcheck.report import comparison_csv, comparison_page, comparison_sheets, comparison_text
from patchcheck.report.comparison import ComparisonView, printed

HOSTILE = "=1+1</script><b>\x1b[2J\u202e"


def row(number: str, relation: Relation, *levels: str | None) -> LevelRow:
    top = max(level for level in levels if level)
    newest = tuple(relation is not Relation.EQUAL and level == top for level in levels)
    return LevelRow(number, levels, relation, (None,) * len(levels), newest)


def side(name: str, *, judged: bool = True) -> Side:
    because = None if judged else "it is cut"
    return Side(name, name, None, System(), judged, because, "host", 1, None)


def view(
    sides: tuple[Side, ...],
    rows: tuple[LevelRow, ...] = (),
    foreign: tuple[LevelRow, ...] = (),
    likenesses: tuple[Likeness, ...] = (),
) -> ComparisonView:
    return ComparisonView(
        as_of=date(2003, 6, 18),
        show="differences",
        xref=None,
        comparison=printed(
            Comparison(sides, rows, foreign, (), likenesses, equal=False, xref=False)
        ),
        states=(None,) * len(sides),
        grades=(None,) * len(sides),
        diagnostics=(),
    )


PAIR = (side("a"), side("b"))
AHEAD = row("100001", Relation.AHEAD, "02", "01")
THERE = row("100002", Relation.ONLY_THERE, None, "01")
MERELY = row("100003", Relation.SUPERSEDED, None, "01")
SAME = row("100004", Relation.EQUAL, "01", "01")


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        pytest.param(view(PAIR, (SAME,)), "a and b are equal in Sun's patches.", id="equal"),
        pytest.param(
            view(PAIR, (MERELY, SAME)),
            "a and b are equal in Sun's patches; 1 more is merely superseded.",
            id="merely superseded",
        ),
        pytest.param(
            view(PAIR, (AHEAD, THERE, MERELY)),
            "a and b differ in 2 patches: a is ahead in 1, b is ahead in 1; "
            "1 more is merely superseded.",
            id="both ahead",
        ),
        pytest.param(
            view(PAIR, (AHEAD,), (row("IDR1-01", Relation.ONLY_HERE, "IDR1-01", None),)),
            "a and b differ in 1 patch: a is ahead in 1. They differ in 1 foreign patch.",
            id="a foreign patch",
        ),
        pytest.param(
            view((*PAIR, side("c")), (row("100001", Relation.DIFFERENT, "02", "01", None),)),
            "3 sides differ in 1 patch.",
            id="three",
        ),
        pytest.param(
            view((side("a"), side("b", judged=False))),
            "b is not judged: nothing is known. There is nothing to compare with.",
            id="not judged",
        ),
    ],
)
def test_the_verdict(shown: ComparisonView, words: str) -> None:
    assert shown.verdict == words


def test_a_level_is_a_revision_or_none_or_not_known() -> None:
    shown = view((side("a"), side("b"), side("c", judged=False)))
    assert shown.cells(row("100001", Relation.ONLY_HERE, "02", None, None)) == ("02", "-", "?")


def test_differences_leave_out_what_is_equal_and_keep_what_is_superseded() -> None:
    assert view(PAIR, (AHEAD, MERELY, SAME)).rows == (AHEAD, MERELY)


def test_of_more_than_four_sides_the_names_stand_by_their_level() -> None:
    sides = tuple(side(name) for name in "abcde")
    shown = view(sides, (row("100001", Relation.DIFFERENT, "02", None, "01", "02", None),))
    assert "\n100001\n  02: a, d; 01: c; -: b, e\n" in comparison_text.render(shown)


def test_a_name_that_means_harm_is_text_in_every_form() -> None:
    unreached = (Unreached("100001", "01", None, HOSTILE),)
    plan = Likeness(HOSTILE, "b", (), unreached, equal_after=False)
    shown = view((side(HOSTILE), side("b")), (AHEAD,), likenesses=(plan,))
    for text in (
        comparison_text.render(shown),
        comparison_text.render_table(shown),
        comparison_csv.render(shown),
        comparison_page.render(shown),
    ):
        assert not {"\x1b", "\u202e"} & set(text)
    assert "</script><b>" not in comparison_page.render(shown)
    assert '"=1+1' not in comparison_csv.render(shown)
    book = load_workbook(BytesIO(comparison_sheets.render(shown)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert [cell for cell in cells if str(cell.value).startswith("=1+1")]
    assert all(cell.data_type != "f" for cell in cells)
