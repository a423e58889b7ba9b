"""What the file says row by row, without judging: for comparison with older tools."""

from typing import TYPE_CHECKING

from patchcheck.model.verdict import Finding
from patchcheck.resolve.reasons import proof, reason
from patchcheck.resolve.verdicts import judge_number

if TYPE_CHECKING:
    from patchcheck.resolve.world import World


def plain_rows(world: "World") -> tuple[Finding, ...]:
    """Every row for the host's release (R2) above what is installed of its number.

    Flags are the row's own; rows that do not apply, obsolete and withdrawn ones are among them.
    Ascending by id.
    """
    found = []
    for number in sorted(world.catalogue.numbers()):
        judgement = judge_number(world, number)
        for row in world.catalogue.rows(number):
            above = judgement.installed is None or row.revision > judgement.installed
            if above and world.facts.fits_release(row.os):
                found.append(
                    Finding(
                        patch=row.patch,
                        verdict=judgement.verdict,
                        reason=reason(world, judgement),
                        proof=proof(world, judgement),
                        row=row,
                        installed=judgement.installed,
                    )
                )
    return tuple(found)
