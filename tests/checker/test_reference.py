"""The checker against ../shared/reference: what PCA and the rules list for tiny hosts."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from patchcheck.model.host import Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PATCH_ID, PatchId
from patchcheck.model.special import (
    AnyOf,
    ApplyCheck,
    Condition,
    PackagePresent,
    ReleaseAtLeast,
    Repair,
    SpecialCases,
    SystemIs,
    Withdrawal,
)
from patchcheck.model.xref import Row
from tests.checker.judge import judge

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "cases"
AS_OF = date(2011, 2, 10)
NOT_JUDGED = {"app-uname-arch-ignored"}  # packages and uname contradict each other (R16)

_CHECKS: dict[str, Condition] = {
    "112327": SystemIs("release", ("5.6", "5.7")),
    "113332": AnyOf(
        (
            PackagePresent("SUNWhea"),
            PackagePresent("SUNWmdb"),
            SystemIs("machine", ("sun4u", "sun4us")),
        )
    ),
    "114046": SystemIs("release", ("5.8",)),
    "114049": SystemIs("release", ("5.9",)),
    "114255": SystemIs("processor", ("sparc",)),
    "114256": SystemIs("processor", ("i386",)),
    "119346": SystemIs("release", ("5.10",)),
    "119775": ReleaseAtLeast(10),
}
SPECIAL = SpecialCases(
    version="reference",
    checks={n: ApplyCheck(n, part, "known from PCA", "inline") for n, part in _CHECKS.items()},
    repairs={
        "125547": Repair(
            "125547",
            (PatchId("122660", "10"),),
            frozenset({"122660", "124204", "118731"}),
            "changelog 20080729",
            "inline",
        )
    },
    withdrawals={"114147": Withdrawal("114147", "hard-wired", "inline")},
)


def _cases() -> list[str]:
    return sorted(path.name for path in REFERENCE.iterdir()) if REFERENCE.is_dir() else []


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def read_rows(path: Path) -> list[Row]:
    return [
        Row._make([*line.split("|", 10), number])
        for number, line in enumerate(_lines(path), start=1)
        if line and not line.startswith("#")
    ]


def read_patches(path: Path) -> list[InstalledPatch]:
    found = []
    for line in _lines(path):
        if match := re.match(r"Patch: (\S+)(.*)", line):
            parts = re.split(r"(Obsoletes|Requires|Incompatibles|Packages):", match[2])
            fields = dict(zip(parts[1::2], parts[2::2], strict=True))
            lists = {
                name: tuple(PatchId(*ids) for ids in PATCH_ID.findall(text))
                for name, text in fields.items()
            }
            found.append(
                InstalledPatch(
                    match[1],
                    PatchId.parse(match[1]),
                    lists["Obsoletes"],
                    lists["Requires"],
                    lists["Incompatibles"],
                )
            )
    return found


def read_packages(path: Path) -> list[PackageInstance]:
    names = [line.split()[0] for line in _lines(path) if line[:1].strip()]
    facts = re.findall(r"^\s+\((.*)\) (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [
        PackageInstance(name, arch.replace(" ", ""), version.strip())
        for name, (arch, version) in zip(names, facts, strict=True)
    ]


def read_host(case: Path, *, judged: bool) -> Host:
    _, node, release, _, machine, processor, platform = _lines(case / "uname.out")[0].split()
    return Host(
        System(
            hostname=node,
            release=release,
            machine=machine,
            processor=processor,
            platform=platform,
        ),
        tuple(read_patches(case / "showrev.out")),
        tuple(read_packages(case / "pkginfo.out")),
        not_judged_because=None if judged else "uname against packages",
    )


@pytest.mark.skipif(not _cases(), reason=f"no reference cases at {REFERENCE}")
@pytest.mark.parametrize("name", _cases())
def test_the_checker_lists_what_the_reference_lists(name: str) -> None:
    if name.startswith("opt-"):
        pytest.skip("the filter of this case is the peer's own")
    expected = json.loads((REFERENCE / name / "expected.json").read_text(encoding="utf-8"))
    words = expected["select"].split()
    found = judge(
        read_host(REFERENCE / name, judged=name not in NOT_JUDGED),
        read_rows(REFERENCE / name / "patchdiag.xref"),
        special=SPECIAL,
        exceptions=(),
        as_of=AS_OF,
        words=[word for word in words if word != "--minimal"],
        minimal="--minimal" in words,
    )
    listed = [str(item.patch) for item in found]
    wanted = list(expected["listed"])
    if expected["any_order"]:
        listed, wanted = sorted(listed), sorted(wanted)
    assert listed == wanted
