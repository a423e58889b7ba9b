"""The resolver's answer in the checker's terms, so that the two can be compared."""

from dataclasses import replace

from patchcheck.model.xref import CrossReference
from patchcheck.resolve.assessment import assess
from patchcheck.resolve.catalogue import Catalogue
from patchcheck.resolve.selection import parse_word
from patchcheck.resolve.world import Options, World
from tests.checker.judge import Judged, judge
from tests.checker.worlds import SmallWorld


def by_resolver(small: SmallWorld) -> list[Judged]:
    """What the resolver says of a world."""
    catalogue = Catalogue(CrossReference(small.rows), small.special)
    options = Options(small.as_of, minimal=small.minimal, flags=small.flags)
    world = World(small.host, catalogue, options, small.exceptions)
    return [
        Judged(
            patch=finding.patch,
            verdict=finding.verdict,
            installed=finding.installed,
            recommended=finding.recommended,
            security=finding.security,
            inherited_recommended=finding.inherited.recommended,
            inherited_security=finding.inherited.security,
            obstacles=frozenset((item.kind, item.patch) for item in finding.obstacles),
            notes=frozenset(item.kind for item in finding.notes),
        )
        for finding in assess(world, [parse_word(word) for word in small.words]).findings()
    ]


def by_checker(small: SmallWorld) -> list[Judged]:
    """What the checker says of it."""
    return judge(small.host, small.rows, **small.options)


def comparable(small: SmallWorld) -> SmallWorld:
    """The world, without what the rules leave open under `--minimal`.

    That is table D, and an exception that covers the minimal revision but not the current one.
    """
    if not small.minimal:
        return small
    return replace(
        small,
        special=small.special._replace(repairs={}),
        exceptions=tuple(item._replace(revision=None) for item in small.exceptions),
    )


def difference(small: SmallWorld) -> str:
    """Where the two differ, in a form to read; empty where they agree."""
    small = comparable(small)
    mine, other = by_resolver(small), by_checker(small)
    if small.special.repairs:  # a patch reached in two ways: the rules don't say which way notes
        mine = [replace(item, notes=frozenset()) for item in mine]
        other = [replace(item, notes=frozenset()) for item in other]
    if mine == other:
        return ""
    lines = [str(small), "resolver:", *map(str, mine), "checker:", *map(str, other)]
    return "\n".join(lines)
