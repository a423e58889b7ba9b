"""The configuration: file, then environment, then flags; and what `config` says of it."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from patchcheck.cli.options import FAIL_ON, FLAGS, FORMATS
from patchcheck.cli.settings import load_config
from patchcheck.model.errors import UnusableError
from patchcheck.model.limits import NAMES
from patchcheck.readers.config import KEYS, read_config
from patchcheck.readers.text import decode
from tests.cli.small import Small, one_line, small
from tests.run import Ran, run_patchcheck

CHOICES = {"flags": FLAGS, "fail_on": FAIL_ON, "format": FORMATS}
WHOLE = """\
xref = "patches/patchdiag.xref"
dumps = ["dumps/web", "/dumps/db"]
exceptions = "board.toml"
special_cases = "ours.toml"
max_age = 30
format = "table"
output = ["report.html"]
select = ["missings", "bad"]
minimal = true
flags = "row"
fail_on = "security"
strict = true
jobs = 4

[limits]
archive = "4GiB"
members = 500_000

[groups]
web = ["web*", "www?"]
"db servers" = ["db*"]
"""
SHOWN = """\
Configuration: {file}

Setting        Value                             From
-------------  --------------------------------  ---------------------------
xref           patchdiag.xref                    default
dumps          -                                 default
exceptions     -                                 default
special_cases  -                                 default
max_age        30                                {file}:1
format         -                                 default
output         -                                 default
select         m, bad                            environment PATCHCHECK_SELECT
minimal        yes                               {file}:3
flags          row                               environment PATCHCHECK_FLAGS
fail_on        -                                 default
strict         no                                default
jobs           -                                 default
limits.dump    1MiB                              environment PATCHCHECK_LIMIT
limits.archive     4GiB                              {file}:9
limits.compressed     256MiB                              default
limits.members     3                              environment PATCHCHECK_LIMIT
limits.entries     200000                              default
limits.depth     8                              default

Group    Hosts       From
-------  ----------  -----------------------------------
web      web*, www?  {file}:6
"""


def given(folder: Path, text: str) -> str:
    path = folder / "patchcheck.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def run_with(config: str, made: Small, command: str, *arguments: str) -> Ran:
    """Run a command on the dumps of a folder, with a configuration and nothing else."""
    named = [f"--{name}={made.path(name)}" for name in ("showrev", "pkginfo", "uname")]
    return run_patchcheck("--config", config, command, *named, "--as-of=2003-06-18", *arguments)


def test_every_key_is_read_with_its_line_and_paths_from_the_folder_of_the_file() -> None:
    config = read_config(decode(WHOLE.encode(), "conf/patchcheck.toml"), CHOICES)
    assert tuple(config.settings) == KEYS
    assert [one.line for one in config.settings.values()] == list(range(1, 14))
    assert {key: one.value for key, one in config.settings.items()} == {
        "xref": "conf/patches/patchdiag.xref",
        "dumps": ("conf/dumps/web", "/dumps/db"),
        "exceptions": "conf/board.toml",
        "special_cases": "conf/ours.toml",
        "max_age": 30,
        "format": "table",
        "output": ("conf/report.html",),
        "select": ("missings", "bad"),
        "minimal": True,
        "flags": "row",
        "fail_on": "security",
        "strict": True,
        "jobs": 4,
    }
    groups = {name: (group.patterns, group.line) for name, group in config.groups.items()}
    assert groups == {"web": (("web*", "www?"), 20), "db servers": (("db*",), 21)}
    limits = {name: (str(one.value), one.line) for name, one in config.limits.items()}
    assert limits == {"archive": ("archive=4GiB", 16), "members": ("members=500000", 17)}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('xref = "x"\nxerf = "y"\n', "2:1", "expected one of xref, dumps, "),
        ("[group]\n", "1:1", "found the key 'group'"),
        ("\nxref = 5\n", "2:1", "expected text for xref, found 5"),
        ('xref = ""\n', "1:1", "expected a xref, found none"),
        ('dumps = "web"\n', "1:1", "expected a list of texts for dumps, found 'web'"),
        ("select = [1]\n", "1:1", "expected a list of texts for select, found [1]"),
        ("  max_age = -1\n", "1:3", "expected a whole number from 0 on for max_age, found -1"),
        ("max_age = true\n", "1:1", "found True"),
        ("max_age = 1.5\n", "1:1", "found 1.5"),
        ("jobs = 0\n", "1:1", "expected a whole number from 1 on for jobs, found 0"),
        ('strict = "yes"\n', "1:1", "expected true or false for strict, found 'yes'"),
        ('flags = "both"\n', "1:1", "expected one of inherited, row for flags, found 'both'"),
        ('fail_on = "all"\n', "1:1", "for fail_on, found 'all'"),
        ('format = "pdf"\n', "1:1", "for format, found 'pdf'"),
        ("groups = 5\n", "1:1", "expected a table [groups], found 5"),
        ('[groups]\nxref = ["x"]\nweb = "w*"\n', "3:1", "a list of texts for web, found 'w*'"),
        ("xref = \n", "1:8", "expected the configuration in TOML"),
        ("limits = 5\n", "1:1", "expected a table [limits], found 5"),
        ("[limits]\nsize = 5\n", "2:1", "expected one of dump, archive, compressed, members, "),
        ("[limits]\ndump = 0\n", "2:1", "expected a size from 1 to 4GiB for dump"),
        ('[limits]\n dump = "5GiB"\n', "2:2", "(bytes, or such as 512MiB), found '5GiB'"),
        ("[limits]\ndump = 1.5\n", "2:1", "found 1.5"),
        ("[limits]\ndump = true\n", "2:1", "found True"),
        (
            "[limits]\ndepth = -1\n",
            "2:1",
            "expected a whole number from 1 to 100 for depth, found -1",
        ),
        ('[limits]\nmembers = "1KiB"\n', "2:1", "for members, found '1KiB'"),
    ],
)
def test_what_is_wrong_is_refused_at_its_place(text: str, place: str, said: str) -> None:
    with pytest.raises(UnusableError) as caught:
        read_config(decode(text.encode(), "patchcheck.toml"), CHOICES)
    assert str(caught.value).startswith(f"patchcheck.toml:{place}: error: ")
    assert said in str(caught.value)


def test_the_file_of_the_working_directory_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_config(None) is None
    given(tmp_path, 'xref = "x"\n')
    config = load_config(None)
    assert config is not None
    assert (config.path, config.settings["xref"].value) == ("patchcheck.toml", "x")


def test_a_named_file_that_is_not_there_ends_the_run(tmp_path: Path) -> None:
    ran = run_patchcheck("--config", str(tmp_path / "none.toml"), "config")
    assert ran.code == 1
    assert "none.toml: error: " in one_line(ran)


def test_a_wrong_file_ends_any_command(tmp_path: Path) -> None:
    ran = run_patchcheck("--config", given(tmp_path, "jobs = 0\n"), "report", "nowhere")
    assert (ran.code, ran.out) == (1, "")
    assert "patchcheck.toml:1:1: error: " in one_line(ran)


def test_file_then_environment_then_flags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A security patch is missing: which --fail-on holds shows in the last line and the code."""
    made = small(tmp_path)
    config = given(tmp_path, 'xref = "xref"\nfail_on = "security"\n')
    by_file = run_with(config, made, "report")
    assert (by_file.code, one_line(by_file)) == (100, "--fail-on security: found on tiny")
    monkeypatch.setenv("PATCHCHECK_FAIL_ON", "recommended")
    by_environment = run_with(config, made, "report")
    assert one_line(by_environment) == "--fail-on recommended: found on tiny"
    by_flag = run_with(config, made, "report", "--fail-on", "withdrawn")
    assert (by_flag.code, by_flag.err) == (0, "")


def test_the_environment_names_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATCHCHECK_CONFIG", given(tmp_path, "max_age = 7\n"))
    (line,) = (text for text in run_patchcheck("config").out.split("\n") if "max_age" in text)
    assert line.split() == ["max_age", "7", f"{tmp_path}/patchcheck.toml:1"]


def test_dumps_of_the_file_are_read_where_none_is_given(tmp_path: Path) -> None:
    made = small(tmp_path)
    config = given(tmp_path, 'xref = "xref"\ndumps = ["."]\nselect = ["100001"]\n')
    ran = run_patchcheck("--config", config, "plan", "--format", "ids")
    assert (ran.code, ran.out) == (0, "100001-02\n")
    other = run_patchcheck("--config", config, "plan", made.path("nowhere"))
    assert other.code == 1
    assert run_with(config, made, "plan").code == 0  # dumps given file by file push it out


@pytest.mark.parametrize("name", ["xlsx", "html", "csv"])
def test_a_form_that_a_command_lacks_is_passed_over(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = small(tmp_path)
    text = f'xref = "xref"\nformat = "{name}"\noutput = ["report.{name}"]\n'
    plain = run_with(given(tmp_path, 'xref = "xref"\n'), made, "plan")
    assert run_with(given(tmp_path, text), made, "plan") == plain
    monkeypatch.setenv("PATCHCHECK_FORMAT", name)
    assert run_with(given(tmp_path, text), made, "plan") == plain
    assert not (tmp_path / f"report.{name}").exists()


def test_a_form_that_a_command_has_is_used(tmp_path: Path) -> None:
    made = small(tmp_path)
    config = given(tmp_path, 'xref = "xref"\nformat = "json"\n')
    assert json.loads(run_with(config, made, "report").out)["schema"] == "patchcheck.report/1"
    by_flag = run_with(config, made, "report", "-o", str(tmp_path / "out.csv"))
    assert (by_flag.code, by_flag.out) == (0, "")
    assert (tmp_path / "out.csv").exists()


def test_a_form_that_no_command_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATCHCHECK_FORMAT", "pdf")
    ran = run_patchcheck("plan", "samples/atmarkit")
    assert ran.code == 2
    assert "pdf" in ran.err


def test_config_shows_what_is_in_force_and_where_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'max_age = 30\nflags = "inherited"\nminimal = true\n\n[groups]\nweb = ["web*", "www?"]\n'
    text += '[limits]\ndump = 1\narchive = "4GiB"\n'
    path = given(tmp_path, text)
    monkeypatch.setenv("PATCHCHECK_FLAGS", "row")
    monkeypatch.setenv("PATCHCHECK_SELECT", "m bad")
    monkeypatch.setenv("PATCHCHECK_LIMIT", "members=3 dump=1024KiB")
    ran = run_patchcheck("--config", path, "config")
    assert ran.code == 0
    shown, wanted = (
        [[cell for cell in line.split("  ") if cell.strip("- ")] for line in text.split("\n")]
        for text in (ran.out, SHOWN.format(file=path))
    )
    assert [[cell.strip() for cell in line] for line in shown] == [
        [cell.strip() for cell in line] for line in wanted
    ]


def test_config_as_json_is_valid_and_says_the_same(tmp_path: Path) -> None:
    path = given(tmp_path, WHOLE)
    values = json.loads(run_patchcheck("--config", path, "config", "--format", "json").out)
    text = files("patchcheck").joinpath("data", "config.schema.json").read_text("utf-8")
    assert list(Draft202012Validator(json.loads(text)).iter_errors(values)) == []
    assert values["file"] == path
    settings, limits = values["settings"][: len(KEYS)], values["settings"][len(KEYS) :]
    assert [one["name"] for one in settings] == list(KEYS)
    assert {one["origin"] for one in settings} == {"file"}
    assert [one["name"] for one in limits] == [f"limits.{name}" for name in NAMES]
    assert limits[1] == {
        "name": "limits.archive",
        "value": "4GiB",
        "origin": "file",
        "place": f"{path}:16",
    }
    assert values["settings"][4] == {
        "name": "max_age",
        "value": 30,
        "origin": "file",
        "place": f"{path}:5",
    }
    assert values["groups"][1]["value"] == ["db*"]


def test_config_is_not_written_where_reports_go(tmp_path: Path) -> None:
    config = given(tmp_path, 'format = "json"\noutput = ["report.json"]\n')
    ran = run_patchcheck("--config", config, "config")
    assert ran.out.startswith("Configuration: ")
    assert not (tmp_path / "report.json").exists()
