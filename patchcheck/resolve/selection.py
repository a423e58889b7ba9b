"""The words to select by, and what they select on a host (rules of judgement, D8, D12 to D14)."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from patchcheck.model.errors import SelectionError
from patchcheck.model.patch import PatchId
from patchcheck.model.verdict import Verdict
from patchcheck.resolve.entry import Entry, entry_at, entry_of
from patchcheck.resolve.flags import Flags, counting, counts_as
from patchcheck.resolve.patch_list import PatchList
from patchcheck.resolve.verdicts import Judgement, judge_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from patchcheck.resolve.world import World


class Group(StrEnum):
    """The groups that a word can name."""

    MISSING = "missing"
    INSTALLED = "installed"
    ALL = "all"
    TOTAL = "total"
    UNBUNDLED = "unbundled"
    BAD = "bad"


_SHORT = {
    "m": Group.MISSING,
    "i": Group.INSTALLED,
    "a": Group.ALL,
    "t": Group.TOTAL,
    "u": Group.UNBUNDLED,
    "b": Group.BAD,
}
_WORD = re.compile(
    f"({'|'.join([*Group, *_SHORT])})(r|s|rs)?|" + r"(\d{6})(?:-(\d{2}))?", re.IGNORECASE
)
WITHOUT_PACKAGES = frozenset({Group.INSTALLED, Group.BAD})


class Word(NamedTuple):
    """One word: a group with the flags asked for, or a number, or a full id."""

    text: str
    group: Group | None = None
    flags: str = ""
    number: str | None = None
    revision: str | None = None


def parse_word(text: str) -> Word:
    """Read a word. Raises SelectionError, naming the known ones, for any other text."""
    match = _WORD.fullmatch(text)
    if match is None:
        known = ", ".join(Group)
        problem = (
            f"{text!r} selects nothing: expected one of {known}, each with r, s or rs appended, "
            "a short form (m, i, a, t, u, b), a patch number or a patch id"
        )
        raise SelectionError(problem)
    name, flags, number, revision = match.groups()
    if number:
        return Word(text, number=number, revision=revision)
    group = _SHORT.get(name.lower()) or Group(name.lower())
    return Word(text, group, (flags or "").lower())


class Selection(NamedTuple):
    """What the words select: a list of patches, and what `--minimal` offers by number."""

    patches: PatchList
    offered: "Mapping[str, PatchId]"


class Picked(NamedTuple):
    """What one word selects: numbers that hosts have listed alike, and entries of this host."""

    alike: frozenset[str] = frozenset()
    others: Sequence[Entry] = ()


def select(world: "World", words: Sequence[Word], offers: "Mapping[str, Judgement]") -> Selection:
    """Collect what the words select; several words make one list (D14).

    `offers` are the judgements under `--minimal`, by number.
    """
    picker = _Picker(world, offers)
    patches = PatchList(world.catalogue.alike.entries)
    for word in words:
        _add(patches, picker.pick(word), world.catalogue.alike.entries)
    return Selection(patches, picker.offered)


def _add(patches: PatchList, picked: Picked, shared: "Mapping[str, Entry]") -> None:
    again = picked.alike.intersection(patch.number for patch in patches.own)
    for entry in (*(shared[number] for number in sorted(again)), *picked.others):
        kept = patches.get(entry.patch)
        patches.put(_both(kept, entry) if kept else entry)
    patches.put_alike(picked.alike - again)


def _both(kept: Entry, other: Entry) -> Entry:
    """What two words select pulls if either does (D14), and waives if both do (D29)."""
    return kept._replace(pulls=kept.pulls or other.pulls, waives=kept.waives and other.waives)


class _Picker:
    """Answers one word after another for one host."""

    def __init__(self, world: "World", offers: "Mapping[str, Judgement]") -> None:
        self._world = world
        self._catalogue = world.catalogue
        self._offers = offers
        self.offered = {number: item.patch for number, item in offers.items() if item.offered}

    def pick(self, word: Word) -> Picked:
        """Everything that one word selects, by number."""
        if word.group is None:
            return Picked(others=self._pick_number(word))
        if word.group is Group.MISSING:
            found = self._missing()
        else:
            judged = self._group(word.group)
            found = Picked(others=[entry_of(self._catalogue, judgement) for judgement in judged])
        return self._flagged(found, word.flags.upper()) if word.flags else found

    def _pick_number(self, word: Word) -> list[Entry]:
        number = word.number or ""
        installed = self._world.facts.revision(number) is not None
        if not installed and not self._catalogue.rows(number):
            return []
        judgement = self._judge(number)
        if word.revision is None:
            return [entry_of(self._catalogue, judgement, pulls=True, waives=False)]
        return [entry_at(self._catalogue, judgement, PatchId(number, word.revision))]

    def _judge(self, number: str) -> Judgement:
        return self._offers.get(number) or judge_number(self._world, number)

    def _group(self, group: Group) -> Iterable[Judgement]:
        match group:
            case Group.MISSING:
                return self._missing_one_by_one()
            case Group.INSTALLED:
                return self._installed()
            case Group.ALL:
                missing = self._group(Group.MISSING)
                both = {item.number: item for item in (*missing, *self._installed())}
                return [both[number] for number in sorted(both)]
            case Group.TOTAL:
                return [self._judge(number) for number in sorted(self._catalogue.numbers())]
            case Group.UNBUNDLED:
                return self._unbundled()
            case Group.BAD:
                bad = Verdict.WITHDRAWN_INSTALLED
                return [item for item in self._installed() if item.verdict is bad]

    def _missing(self) -> Picked:
        """Everything that is to be installed."""
        world = self._world
        alike = world.untouched.difference(self._offers)
        numbers = world.applying.union(self.offered).difference(alike)
        judged = [item for number in sorted(numbers) if (item := self._judge(number)).offered]
        return Picked(alike, [entry_of(self._catalogue, item, pulls=True) for item in judged])

    def _missing_one_by_one(self) -> list[Judgement]:
        found, shared = self._missing(), self._catalogue.alike.entries
        entries = (*(shared[number] for number in found.alike), *found.others)
        return [entry.judgement for entry in entries]

    def _installed(self) -> list[Judgement]:
        return [self._judge(number) for number in sorted(self._world.facts.installed)]

    def _unbundled(self) -> list[Judgement]:
        """D12: the current row is live, fits the release, and names no packages."""
        return [self._judge(number) for number in self._world.release.without_packages]

    def _flagged(self, picked: Picked, flags: str) -> Picked:
        """Those that count as what the letters R and S ask for (R7, D12)."""
        alike = [counting(self._world, picked.alike, flag, self.offered) for flag in flags]
        others = [entry for entry in picked.others if self._flags(entry).any_of(flags)]
        return Picked(frozenset[str]().union(*alike), others)

    def _flags(self, entry: Entry) -> Flags:
        return counts_as(self._world, entry.patch, entry.row, self.offered)
