"""JSON and its published schemas: what is written is valid, and nothing else is."""

import copy
import json
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from patchcheck.model.diagnostic import Account, Diagnostic, Input, Severity
from patchcheck.model.host import Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PatchId
from patchcheck.model.special import SpecialCases
from patchcheck.model.verdict import NoteKind, Obstacle, ObstacleKind, Proof, Verdict
from patchcheck.model.xref import CrossReference, Row
from patchcheck.report import explanation
from patchcheck.report import json as form
from patchcheck.report.clean import printable
from patchcheck.report.view import Report
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.explain import explain
from patchcheck.resolve.selection import parse_word
from patchcheck.resolve.world import Options, World
from tests.report.builders import (
    make_estate,
    make_host,
    make_patch_view,
    make_report,
    make_unjudged,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "\"'`&;=cmd|' /C calc'!A0",
    "\x00\x1b[2J\x07\x85\u2028",
    "\u202egnp.exe\u2066\u200f",
    "\ud800 lone",
    "x" * 5000,
)


def schema(name: str) -> dict[str, Any]:
    text = files("patchcheck").joinpath("data", f"{name}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def faults(name: str, values: object) -> list[str]:
    validator = Draft202012Validator(
        schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(values)]


def written(report: Report) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(form.render(report))
    return loaded


def hostile_report(text: str) -> Report:
    """What the view model cleans is clean; proof, inputs and remarks come raw."""
    clean = printable(text)
    proof = Proof(("R11",), matched=text, chain=(text,), special_case=text, exception=text)
    obstacle = Obstacle(ObstacleKind.REQUIRES_UNKNOWN, text, text)
    view = make_patch_view(
        synopsis=clean, reason=clean, os=clean, proof=proof, obstacles=(obstacle,)
    )
    source = Input(text, "showrev", "0" * 64, 0, Account(0, 0, 0), (text,))
    remark = Diagnostic(text, 0, 0, Severity.NOTE, text)
    return make_report(
        make_host(clean, [view], inputs=(source,)),
        make_unjudged("broken8", clean),
        diagnostics=(remark,),
    )


@pytest.mark.parametrize("name", ["report", "explain"])
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    "report",
    [
        make_estate(),
        make_report(),
        make_report(make_host()),
        make_report(make_unjudged()),
        make_report(make_host(compliance=None, grade=None, release=None, kernel=None)),
    ],
    ids=["estate", "no hosts", "nothing found", "none judged", "little known"],
)
def test_reports_are_valid(report: Report) -> None:
    assert faults("report", written(report)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_valid_and_printable(text: str) -> None:
    assert faults("report", written(hostile_report(text))) == []


@pytest.mark.parametrize("name", ["report", "explain"])
def test_every_object_is_closed(name: str) -> None:
    """A key that the schema does not describe is refused, wherever it stands."""

    def objects(part: object) -> list[dict[str, Any]]:
        if isinstance(part, list):
            return [found for item in part for found in objects(item)]
        if not isinstance(part, dict):
            return []
        own = [part] if part.get("type") == "object" else []
        return own + [found for item in part.values() for found in objects(item)]

    for found in objects(schema(name)):
        assert found["additionalProperties"] is False
        assert sorted(found["required"]) == sorted(found["properties"])


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "patchcheck.report/2"),
        (("as_of",), "2003-6-18"),
        (("as_of",), "2003-02-31"),
        (("options", "flags"), "both"),
        (("xref", "sha256"), "ABC"),
        (("hosts", 0, "judged"), False),
        (("hosts", 0, "extra"), 1),
        (("hosts", 0, "inputs", 0, "kind"), "prtdiag"),
        (("hosts", 0, "inputs", 0, "lines"), -1),
        (("hosts", 0, "patches", 0, "verdict"), "fine"),
        (("hosts", 0, "patches", 0, "patch"), "108528-1"),
        (("hosts", 0, "patches", 0, "revision"), 19),
        (("hosts", 0, "patches", 0, "synopsis"), "a\tb"),
        (("hosts", 0, "patches", 2, "obstacles", 0, "kind"), "requires-waived"),
        (("hosts", 0, "patches", 1, "notes", 0, "kind"), "requires-unknown"),
        (("hosts", 0, "grade", "grade"), "E"),
        (("hosts", 3, "not_judged_because"), None),
    ],
)
def test_what_is_wrong_is_refused(path: tuple[str | int, ...], value: object) -> None:
    values = copy.deepcopy(written(make_estate()))
    *upper, last = path
    part: Any = values
    for step in upper:
        part = part[step]
    part[last] = value
    assert faults("report", values)


def test_the_kinds_are_those_of_the_model() -> None:
    for name in ("report", "explain"):
        parts = schema(name)["$defs"]
        assert parts["verdict"]["enum"] == list(Verdict)
        assert parts["obstacle"]["properties"]["kind"]["enum"] == list(ObstacleKind)
        assert parts["note"]["properties"]["kind"]["enum"] == list(NoteKind)


def test_what_both_schemas_describe_they_describe_alike() -> None:
    report, explained = schema("report")["$defs"], schema("explain")["$defs"]
    shared = report.keys() & explained.keys()
    assert {"patch", "proof", "foreign", "text"} <= shared
    for name in shared:
        assert report[name] == explained[name]


def world(*, because: str | None = None) -> World:
    """A host with one package, one Sun patch and one foreign patch."""
    row = Row(
        "108528", "19", "Feb/21/03", "R", "S", " ", "  ", "8", "sparc;111111-03;",
        "SUNWcsr:11.8.0;109079-01;", "SunOS 5.8: kernel update patch", 1,
    )  # fmt: skip
    required = row._replace(number="111111", revision="03", architectures_text="sparc;", line=2)
    old = row._replace(
        number="110000", revision="01", obsolete_text="O",
        synopsis="Obsoleted by: 108528-02 SunOS 5.8: old", line=3,
    )  # fmt: skip
    host = Host(
        system=System(hostname="web01", release="5.8", processor="sparc"),
        patches=(
            InstalledPatch("108528-09", PatchId("108528", "09")),
            InstalledPatch("IDR148363-26", None, requires=(PatchId("108528", "01"),)),
        ),
        packages=(PackageInstance("SUNWcsr", "sparc", "11.8.0"),),
        not_judged_because=because,
    )
    catalogue = Catalogue(CrossReference([row, required, old]), SpecialCases(version="none"))
    return World(host, catalogue, Options(date(2003, 6, 18)), ())


@pytest.mark.parametrize(
    "asked", ["108528", "108528-19", "110000-01", "111111", "IDR148363-26", "999999", "999999-01"]
)
def test_explanations_are_valid(asked: str) -> None:
    host = world()
    views = [explanation.view(host, explain(host, asked, [parse_word("missing")]))]
    assert faults("explain", json.loads(explanation.render_json(views))) == []


def test_an_explanation_for_a_host_that_was_not_judged_is_valid() -> None:
    host = world(because="the dump is cut")
    views = [explanation.view(host, explain(host, "108528", [parse_word("missing")]))]
    assert faults("explain", json.loads(explanation.render_json(views))) == []
