"""Reports made by hand: each builder gives a plain, valid value, changed where a test asks."""

from collections.abc import Sequence
from datetime import date

from patchcheck.model.diagnostic import Account, Diagnostic, Input, Severity
from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Note, NoteKind, Obstacle, ObstacleKind, Proof
from patchcheck.report.view import ForeignView, HostView, PatchView, Report, XrefView
from patchcheck.resolve.compliance import Compliance, Share
from patchcheck.resolve.doctor import Cause, Grade, Letter

AS_OF = date(2003, 6, 18)
SHA256 = "0123456789abcdef" * 4

_PATCH = PatchView(
    rank=1,
    patch="108528-19",
    number="108528",
    revision="19",
    installed=None,
    verdict="missing",
    offered=True,
    recommended=True,
    security=True,
    own_recommended=True,
    own_security=False,
    inherited_recommended=(),
    inherited_security=("108528-17",),
    obsolete=False,
    withdrawn=False,
    y2k=False,
    released=date(2003, 2, 21),
    age_days=117,
    os="8",
    synopsis="SunOS 5.8: kernel update patch",
    requires=("111111-03",),
    incompatible=(),
    after=(),
    obstacles=(),
    notes=(),
    reason="nothing of it is installed; applies by SUNWcsr:11.8.0,REV=2000.01.08.18.12 (sparc)",
    proof=Proof(
        rules=("R2", "R3", "R6"), matched="SUNWcsr:11.8.0,REV=2000.01.08.18.12", instance="SUNWcsr"
    ),
)

_HOST = HostView(
    hostname="web01",
    release="5.8",
    architecture="sparc",
    machine="sun4u",
    platform="SUNW,Ultra-5_10",
    kernel="Generic_108528-18",
    judged=True,
    not_judged_because=None,
    inputs=(Input("dumps/web01_showrev.out", "showrev", SHA256, 118, Account(118, 10, 2)),),
    patches=(),
    foreign=(),
    other_release=7,
    compliance=Compliance(
        security=Share(30, 10, 5),
        recommended=Share(40, 20, 6),
        all=Share(90, 60, 50),
        security_level=date(2003, 2, 20),
        oldest_open=PatchId("108528", "19"),
        undated_open=0,
    ),
    grade=Grade(Letter.B, (Cause(Letter.B, "no uname: the platform is not known"),)),
)


def make_patch_view(patch: str = "108528-19", **overrides: object) -> PatchView:
    """One patch on one host: by default one that is to be installed, without obstacles."""
    number, _, revision = patch.partition("-")
    view = _PATCH._replace(patch=patch, number=number, revision=revision)
    return view._replace(**overrides)  # type: ignore[arg-type]


def make_host(
    hostname: str = "web01", patches: Sequence[PatchView] = (), **overrides: object
) -> HostView:
    """A judged host; its patches are ranked in the order given."""
    ranked = tuple(view._replace(rank=rank) for rank, view in enumerate(patches, 1))
    host = _HOST._replace(hostname=hostname, patches=ranked)
    return host._replace(**overrides)  # type: ignore[arg-type]


def make_unjudged(hostname: str = "broken8", because: str = "the dump is cut") -> HostView:
    """A host that was not judged (R16)."""
    return make_host(
        hostname,
        judged=False,
        not_judged_because=because,
        compliance=None,
        grade=Grade(Letter.F, (Cause(Letter.F, because),)),
    )


def make_report(*hosts: HostView, **overrides: object) -> Report:
    """A report on these hosts."""
    report = Report(
        as_of=AS_OF,
        xref=XrefView("patchdiag.xref", SHA256, date(2003, 6, 17), rows=412, numbers=390),
        selection=("missing",),
        classic=False,
        hosts=hosts,
        diagnostics=(),
        special_cases="2010-06",
        minimal=False,
        flags="inherited",
    )
    return report._replace(**overrides)  # type: ignore[arg-type]


def make_estate() -> Report:
    """A small estate in which every part of a report has something to show."""
    kernel = make_patch_view()
    libc = make_patch_view(
        "110615-08",
        verdict="outdated",
        installed="05",
        own_security=True,
        recommended=False,
        own_recommended=False,
        inherited_security=(),
        released=date(2002, 11, 6),
        age_days=224,
        synopsis="SunOS 5.8: sendmail patch",
        after=("108528-19",),
        notes=(Note(NoteKind.REQUIRES_WAIVED, "109318-12", "requires 109318-12: does not apply"),),
        reason="110615-05 is installed; applies by SUNWsndmu:11.8.0,REV=2000.01.08 (sparc)",
    )
    blocked = make_patch_view(
        "111111-03",
        security=False,
        inherited_security=(),
        incompatible=("109079-01",),
        released=None,
        age_days=None,
        obstacles=(
            Obstacle(ObstacleKind.REQUIRES_WITHDRAWN, "114147-02", "requires 114147-02: withdrawn"),
        ),
        synopsis="SunOS 5.8: =cmd|' /C calc'!A0 in the file manager",
    )
    patches = (kernel, libc, blocked)
    excepted = make_patch_view(
        "118833-36",
        offered=False,
        verdict="excepted",
        reason="excepted until 2026-08-31: vendor supports 137137 only (exceptions.toml:1); "
        "nothing of it is installed; applies by SUNWcsr:11.8.0 (sparc)",
        proof=Proof(("R12",), exception="exceptions.toml:1: vendor supports 137137 only"),
    )
    withdrawn = make_patch_view(
        "114147-02",
        offered=False,
        verdict="withdrawn-installed",
        withdrawn=True,
        installed="02",
        reason="114147-02 is installed and was withdrawn (by its B flag)",
    )
    foreign = ForeignView("IDR148363-26", (), (), (), ("SUNWcsr",))
    return make_report(
        make_host("web01", patches),
        make_host("web02", patches),
        make_host(
            "db01",
            (kernel,),
            excepted=(excepted,),
            withdrawn_installed=(withdrawn,),
            foreign=(foreign,),
            grade=Grade(Letter.A, ()),
        ),
        make_unjudged(),
        diagnostics=(
            Diagnostic("patchdiag.xref", 17, 23, Severity.WARNING, "expected a date; row rejected"),
        ),
    )
