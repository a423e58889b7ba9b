"""A form that shows neither reasons nor proofs gets everything else."""

from patchcheck.model.verdict import Proof
from patchcheck.report.view import view_host
from tests.resolve.build import judged, obsolete, package, row, world


def test_a_view_without_reasons_differs_in_reasons_and_proofs_alone() -> None:
    rows = [
        row("100001-02", "R", requires="100002-01;"),
        row("100002-01"),
        obsolete("100003-01", "100001-02", "S"),
        row("100004-01", packages="SUNWcsu:11.8.0;SUNWcsr:11.8.0;"),
    ]
    partial = package("SUNWcsr", "11.8.0", status="partially installed")
    ground = world(rows, "100004-01", packages=[package("SUNWcsu", "11.8.0"), partial])
    found = judged(ground, "missing", "installed")
    full, brief = view_host(found), view_host(found, explain=False)
    assert all(view.reason and view.proof.rules for view in full.patches)
    stripped = [view._replace(reason="", proof=Proof()) for view in full.patches]
    assert brief == full._replace(patches=tuple(stripped))
