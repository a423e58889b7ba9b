"""A saved comparison: it is read back, and anything else is refused with its place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patchcheck.compare.state import state_values
from patchcheck.model.errors import UnusableError
from patchcheck.model.host import Dated, Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PatchId
from patchcheck.readers.state import SCHEMA, read_states
from tests.readers.given import raw

WORDS = st.text(max_size=8)
DAYS = st.none() | st.dates()
PATCHES = st.builds(
    PatchId, st.from_regex(r"[0-9]{6}", fullmatch=True), st.from_regex(r"[0-9]{2}", fullmatch=True)
)
LISTS = st.lists(PATCHES, max_size=2).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> InstalledPatch:
    text = draw(PATCHES.map(str) | WORDS)
    return InstalledPatch(
        text,
        PatchId.parse(text),
        obsoletes=draw(LISTS),
        requires=draw(LISTS),
        incompatibles=draw(LISTS),
        packages=tuple(draw(st.lists(WORDS, max_size=2))),
        installed_on=draw(DAYS),
    )


INSTANCES = st.builds(
    PackageInstance, WORDS, WORDS, WORDS, WORDS, installed_on=DAYS, line=st.just(0)
)
HOSTS = st.builds(
    Host,
    system=st.builds(System, *[st.none() | WORDS] * 8),
    patches=st.lists(entries(), max_size=3).map(tuple),
    packages=st.none() | st.lists(INSTANCES, max_size=2).map(tuple),
    not_judged_because=st.none() | WORDS,
    dated=st.none() | st.builds(Dated, st.dates(), WORDS),
)


def saved(*sides: object, schema: str = SCHEMA) -> str:
    return json.dumps({"schema": schema, "tool": "patchcheck", "sides": list(sides)})


def side(host: Host, name: str = "a", kind: str = "host") -> dict[str, object]:
    return {"name": name, "kind": kind, **state_values(host)}


@given(HOSTS)
def test_a_host_that_was_saved_is_read_back(host: Host) -> None:
    ((name, found),) = read_states(raw(saved(side(host, "here"))))
    assert name == "here"
    assert state_values(found) == state_values(host)
    assert (found.system, found.patches, found.packages) == (
        host.system,
        host.patches,
        host.packages,
    )
    assert (found.dated, found.not_judged_because) == (host.dated, host.not_judged_because)
    assert [each.kind for each in found.inputs] == ["state"]


def test_baselines_among_the_sides_are_left_out() -> None:
    host = Host(System("a"), (), None)
    text = saved(side(host, "list", "ids"), side(host), side(host, "file", "xref"), side(host, "b"))
    assert [name for name, _ in read_states(raw(text))] == ["a", "b"]


PATCH: dict[str, object] = {
    "id": "100001-01", "obsoletes": [], "requires": [], "incompatibles": [], "packages": [],
    "installed_on": None,
}  # fmt: skip
SIDE = side(Host(System("a"), (), ()))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "given:1:1: error: JSON was expected"),
        ("{", "given:1:2: error: JSON was expected"),
        ("[" * 100_000, "nested too deep"),
        ("[1]", 'JSON with the schema "patchcheck.compare/1" was expected, found none'),
        (saved(SIDE, schema="patchcheck.report/1"), 'found "patchcheck.report/1"'),
        (saved(), "at sides a list of tables, one of them a host was expected, found nothing"),
        (saved(7), "at sides a list of tables was expected, found"),
        (saved({}), "at sides[0].kind text was expected, found nothing"),
        (saved({**SIDE, "name": 7}), 'at sides[0].name text was expected, found "7"'),
        (saved({**SIDE, "hostname": []}), 'at sides[0].hostname text was expected, found "[]"'),
        (saved({**SIDE, "dated": 1}), 'at sides[0].dated a table was expected, found "1"'),
        (saved({**SIDE, "dated": {"day": "2003", "origin": ""}}), "at sides[0].dated.day a day"),
        (saved({**SIDE, "patches": {}}), 'at sides[0].patches a list was expected, found "{}"'),
        (saved({**SIDE, "patches": [{}]}), "at sides[0].patches[0].id text was expected"),
        (saved({**SIDE, "patches": [{**PATCH, "requires": ["x"]}]}),
         "at sides[0].patches[0].requires a list of patch ids"),
        (saved({**SIDE, "patches": [{**PATCH, "packages": [1]}]}),
         "at sides[0].patches[0].packages a list of texts"),
        (saved({**SIDE, "patches": [{**PATCH, "installed_on": "soon"}]}),
         "at sides[0].patches[0].installed_on a day such as"),
        (saved({**SIDE, "packages": [None]}), "at sides[0].packages a list of tables"),
        (saved({**SIDE, "packages": [{"instance": "SUNWa"}]}),
         "at sides[0].packages[0].architecture text was expected"),
        ('{"schema": "patchcheck.compare/1", "sides": ' + "9" * 5000 + "}", "too long numbers"),
        (f'{{"schema": "{SCHEMA}", "sides": {"[" * 400}{"]" * 400}}}', "a list of tables"),
    ],
)  # fmt: skip
def test_what_is_no_saved_state_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(UnusableError) as refused:
        read_states(raw(text))
    assert message in str(refused.value)
    assert str(refused.value).startswith("given")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(SIDE)), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(SIDE)), JSON)
def test_any_value_in_any_place_is_read_or_refused(key: str, value: object) -> None:
    try:
        read_states(raw(saved({**SIDE, key: value})))
    except UnusableError as refused:
        assert "was expected" in str(refused)  # noqa: PT017 (most values are read)
