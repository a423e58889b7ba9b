"""A comparison as a web page."""

from patchcheck.report.comparison import (
    SIDE_HEADINGS,
    ComparisonView,
    flags,
    outcome,
    side_facts,
    step_remarks,
    step_words,
    unreached_words,
)
from patchcheck.report.page import filled


def render(view: ComparisonView) -> str:
    """Lay a comparison out as one HTML file."""
    return filled(
        "comparison.html",
        view=view,
        facts=side_facts(view),
        headings=SIDE_HEADINGS,
        flags=flags,
        outcome=outcome,
        step_remarks=step_remarks,
        step_words=step_words,
        unreached_words=unreached_words,
    )
