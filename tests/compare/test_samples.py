"""The two 5.9 hosts of the samples: carried out on the dumps, the plan makes them equal."""

import re

import pytest

from patchcheck.compare.comparison import compare
from patchcheck.compare.model import Comparison, Likeness
from patchcheck.compare.state import host_state
from patchcheck.model.host import Host
from patchcheck.readers.dump import read_host
from patchcheck.readers.special import read_built_in
from patchcheck.readers.text import decode, load
from patchcheck.readers.xref import read_xref
from patchcheck.resolve.catalogue import Catalogue
from tests.run import ROOT

SAMPLES = ROOT / "samples"


def showrev_of(name: str) -> str:
    return load(SAMPLES / name / "showrev-a.txt").text


def read(name: str, showrev: str) -> Host:
    folder = SAMPLES / name
    return read_host(
        decode(showrev.encode(), f"{name}/showrev-a.txt"),
        load(folder / "pkginfo-l.txt"),
        load(folder / "uname-a.txt"),
    )


def sample_catalogue() -> Catalogue:
    return Catalogue(read_xref(load(SAMPLES / "patchdiag.xref")), read_built_in())


def compare_texts(
    first: tuple[str, str], second: tuple[str, str], catalogue: Catalogue | None
) -> Comparison:
    states = [host_state(name, read(name, text)) for name, text in (first, second)]
    return compare(states, catalogue, goal=1)


def carry_out(plan: Likeness, text: str, goal: str) -> str:
    """Rewrite a listing as patchrm and patchadd would, step by step."""
    lines = text.splitlines(keepends=True)
    offered = {match[1]: match[0] for match in re.finditer(r"Patch: (\S+).*\n", goal)}
    for step in plan.steps:
        if step.action == "remove":
            left = [line for line in lines if not line.startswith(f"Patch: {step.patch} ")]
            assert len(left) == len(lines) - 1
            lines = left
        else:
            lines.append(offered[step.patch])
    return "".join(lines)


@pytest.mark.parametrize("with_xref", [False, True], ids=["dumps alone", "with the xref"])
@pytest.mark.parametrize(
    ("name", "goal"), [("web9a", "web9b"), ("web9b", "web9a")], ids=["back", "forth"]
)
def test_the_plan_carried_out_on_the_dumps_makes_the_hosts_equal(
    name: str, goal: str, *, with_xref: bool
) -> None:
    catalogue = sample_catalogue() if with_xref else None
    texts = {each: showrev_of(each) for each in (name, goal)}
    before = compare_texts((name, texts[name]), (goal, texts[goal]), catalogue)
    assert not before.equal
    plan = before.likenesses[0]
    assert plan.equal_after
    assert not plan.unreached
    changed = carry_out(plan, texts[name], texts[goal])
    after = compare_texts((name, changed), (goal, texts[goal]), catalogue)
    assert after.equal
    assert {row.relation for row in after.rows} == {"equal"}
    assert not after.likenesses[0].steps
