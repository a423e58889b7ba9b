"""The cross-reference file: rows, and what can be looked up in them.

Rows are kept as text. They are cut into fields, and lists, dates and successors are decoded, when
they are asked for: of 25,000 rows a host concerns a few hundred.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate, chain, compress, groupby
from operator import attrgetter, is_not
from typing import NamedTuple, Self, overload

from patchcheck.model.diagnostic import Diagnostic, Input
from patchcheck.model.patch import ANY_REVISION, PATCH_ID, ListedPatch, PatchId

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        start=1,
    )
}
_CENTURY_SPLIT = 70
_REVISION = attrgetter("revision")

# Every wording that occurs: "Obsoleted by: ID-RR", "OBSOLETED by ID and ID", "Obsolete by: …".
_SUCCESSION = re.compile(r"obsoleted?\s+by\s*:?\s*", re.IGNORECASE)
_SUCCESSOR = re.compile(r"(\d{6})(?:-(\d{2}))?(?![-\d])")
_SIX_DIGITS = re.compile(r"[0-9]{6}")
_ANOTHER = re.compile(r"\s*(?:,|and\b)\s*", re.IGNORECASE)


class Fields(NamedTuple):
    """The fields of a row as the file has them; `line` counts from 1."""

    number: str
    revision: str
    released_text: str
    recommended_text: str
    security_text: str
    obsolete_text: str
    y2k_bad_text: str
    os: str
    architectures_text: str
    packages_text: str
    synopsis: str
    line: int = 0


_SEPARATORS = len(Fields._fields) - 2
_NUMBER = slice(6)
_PACKAGES = Fields._fields.index("packages_text")
_SYNOPSIS = Fields._fields.index("synopsis")


class Row(Fields):
    """One row, a patch revision.

    What its fields say is decoded when asked for; what takes longer than to look it up is kept.
    """

    @cached_property
    def patch(self) -> PatchId:
        """The id of this revision."""
        return PatchId(self.number, self.revision)

    @property
    def recommended(self) -> bool:
        """The row's own R flag."""
        return self.recommended_text == "R"

    @property
    def security(self) -> bool:
        """The row's own S flag."""
        return self.security_text == "S"

    @property
    def obsolete(self) -> bool:
        """The row's O flag."""
        return self.obsolete_text == "O"

    @property
    def y2k(self) -> bool:
        """The row's Y flag, the first character of field 7."""
        return "Y" in self.y2k_bad_text

    @property
    def bad(self) -> bool:
        """The row's B flag, the second character of field 7: the patch was withdrawn (R8)."""
        return "B" in self.y2k_bad_text

    @property
    def live(self) -> bool:
        """Whether the row is neither obsolete nor withdrawn (R4)."""
        return self.obsolete_text != "O" and "B" not in self.y2k_bad_text

    @cached_property
    def released(self) -> date | None:
        """The release date; None where the field is empty or is no date (R14)."""
        return decode_date(self.released_text)

    @cached_property
    def architectures(self) -> tuple[str, ...]:
        """Architecture tokens of field 9, blanks inside removed (R3)."""
        items = _items(self.architectures_text)
        return tuple(item.replace(" ", "") for item in items if not PATCH_ID.match(item))

    @cached_property
    def requires(self) -> tuple[ListedPatch, ...]:
        """The required ids of field 9, in the order of the file."""
        return _listed(self.architectures_text)

    @cached_property
    def required(self) -> tuple[PatchId, ...]:
        """The required ids of field 9, each once."""
        return tuple(dict.fromkeys(listed.patch for listed in self.requires))

    @cached_property
    def packages(self) -> tuple[str, ...]:
        """The `NAME:VERSION` items of field 10, blanks around name and version trimmed (R3)."""
        return package_items(self.packages_text)

    @cached_property
    def incompatibles(self) -> tuple[ListedPatch, ...]:
        """The incompatible ids of field 10, in the order of the file."""
        return _listed(self.packages_text)

    @cached_property
    def successors(self) -> tuple[PatchId, ...]:
        """The patches that the synopsis of an obsolete row names (R4).

        A successor without a revision has ANY_REVISION, which any installed revision meets (D7).
        """
        return read_successors(self.synopsis) if self.obsolete else ()

    @property
    def says_withdrawn(self) -> bool:
        """Whether the synopsis holds the word WITHDRAWN (D21)."""
        return "WITHDRAWN" in self.synopsis.upper()


class Run(NamedTuple):
    """Rows that stand in lines one after the other: the first line, and the text of each.

    The fields of a text are split by "|"; no field but the last has one in it. `tight` tells that
    the rows are in form, no list holds a blank, and packages stand only where architectures do.
    """

    line: int
    texts: Sequence[str]
    tight: bool = False

    @classmethod
    def of(cls, row: Row) -> Self:
        """Make a run of one row."""
        *fields, line = row
        return cls(line, ["|".join(fields)])

    def packages(self, pieces: frozenset[str] | None) -> Iterator[tuple[str, Sequence[str]]]:
        """See `Rows.packages`: of tight rows only those that hold a piece, split by ";"."""
        texts = self.texts
        if self.tight and pieces is not None:
            texts = [text for text in texts if not pieces.isdisjoint(text.split(";"))]
        for text in texts:
            field = _cut(text)[_PACKAGES]
            yield text[_NUMBER], field.split(";") if self.tight else package_items(field)


class Rows(Sequence[Row]):
    """Rows in the order of their file, kept as text: every asking makes a row anew."""

    def __init__(self, runs: Iterable[Run]) -> None:
        """Take the runs of a file."""
        self._runs = tuple(runs)
        self._starts = tuple(accumulate((len(run.texts) for run in self._runs), initial=0))

    @property
    def texts(self) -> Iterator[str]:
        """The text of each row."""
        return chain.from_iterable(run.texts for run in self._runs)

    @cached_property
    def numbers(self) -> Sequence[str]:
        """The number of each row."""
        return tuple([text[_NUMBER] for text in self.texts])

    def packages(self, wanted: frozenset[str] | None) -> Iterator[tuple[str, Sequence[str]]]:
        """The number of each row, and its packages; ids and nothing may be among them.

        Where some are `wanted`, most rows that list none of them are passed over, without a look at
        their fields.
        """
        # A package has a ";" before it, but for the first one, with the "|" of the field.
        pieces = None if wanted is None else wanted.union(f"|{item}" for item in wanted)
        return chain.from_iterable(run.packages(pieces) for run in self._runs)

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        places = range(len(self))[place]
        return self._row(places) if isinstance(places, int) else tuple(map(self._row, places))

    def _row(self, place: int) -> Row:
        run = bisect_right(self._starts, place) - 1
        line, texts, _ = self._runs[run]
        place -= self._starts[run]
        return Row._make((*_cut(texts[place]), line + place))


def _cut(text: str) -> list[str]:
    """Cut the text of a row into its fields."""
    return text.split("|", _SEPARATORS)


def _items(field: str) -> list[str]:
    return [item.strip() for item in field.split(";") if item and not item.isspace()]


def package_items(field: str) -> tuple[str, ...]:
    """Read the `NAME:VERSION` items of field 10, blanks around name and version trimmed (R3)."""
    blanks = field.split(None, 1) != [field]
    items = _items(field) if blanks else field.split(";")
    found = [item for item in items if ":" in item and not PATCH_ID.match(item)]
    return tuple(map(_package_item, found)) if blanks else tuple(found)


def _package_item(item: str) -> str:
    name, _, version = item.partition(":")
    return f"{name.strip()}:{version.strip()}"


def _listed(field: str) -> tuple[ListedPatch, ...]:
    if "-" not in field:  # found faster than an id is, and most fields hold none
        return ()
    found = [(PATCH_ID.match(item.lstrip()), item) for item in field.split(";")]
    ids = [(match, item.strip()) for match, item in found if match]
    return tuple([ListedPatch(PatchId(*match.groups()), item) for match, item in ids])


@lru_cache(maxsize=8192)
def decode_date(text: str) -> date | None:
    """Read `Mon/DD/YY`; years from 70 on are 19yy (R14). None for anything else."""
    month, _, rest = text.strip().partition("/")
    day, _, year = rest.partition("/")
    if month not in _MONTHS or not (_two_digits(day) and _two_digits(year)):
        return None
    century = 1900 if int(year) >= _CENTURY_SPLIT else 2000
    try:
        return date(century + int(year), _MONTHS[month], int(day))
    except ValueError:
        return None


def _two_digits(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isdigit()  # noqa: PLR2004 (the name says it)


def read_successors(synopsis: str) -> tuple[PatchId, ...]:
    """Read the ids behind every `Obsoleted by` of a synopsis, each once, in their order (R4)."""
    found: dict[PatchId, None] = {}
    for start in _SUCCESSION.finditer(synopsis):
        more: re.Match[str] | None = start
        while more and (match := _SUCCESSOR.match(synopsis, more.end())):
            found[PatchId(match[1], match[2] or ANY_REVISION)] = None
            more = _ANOTHER.match(synopsis, match.end())
    return tuple(found)


def unite(rows: Sequence[Row]) -> Row:
    """Read rows of one number and revision as one: flags and lists united (D1)."""
    first = rows[0]
    if len(rows) == 1:
        return first
    return first._replace(
        released_text=next((row.released_text for row in rows if row.released_text.strip()), ""),
        recommended_text="R" if any(row.recommended for row in rows) else " ",
        security_text="S" if any(row.security for row in rows) else " ",
        obsolete_text="O" if any(row.obsolete for row in rows) else " ",
        y2k_bad_text=("Y" if any(row.y2k for row in rows) else " ")
        + ("B" if any(row.bad for row in rows) else " "),
        os=",".join(dict.fromkeys(row.os for row in rows)),
        architectures_text=_united_items(row.architectures_text for row in rows),
        packages_text=_united_items(row.packages_text for row in rows),
        synopsis=" / ".join(dict.fromkeys(row.synopsis for row in rows)),
    )


def _united_items(fields: Iterable[str]) -> str:
    items = dict.fromkeys(item for field in fields for item in _items(field))
    return "".join(f"{item};" for item in items)


class CrossReference:
    """A cross-reference file that was read: its rows, and indexes made when first asked for.

    `date` is that of the header line, None where there is none.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        *,
        as_of: date | None = None,
        source: Input | None = None,
        diagnostics: tuple[Diagnostic, ...] = (),
    ) -> None:
        """Take what a reader found."""
        self.rows = rows if isinstance(rows, Rows) else Rows(map(Run.of, rows))
        self.date = as_of
        self.source = source
        self.diagnostics = diagnostics
        self._of: dict[str, tuple[Row, ...]] = {}
        self._predecessors: dict[str, tuple[tuple[Row, PatchId], ...]] = {}

    @cached_property
    def numbers(self) -> Collection[str]:
        """Every number, in the order of the file."""
        return dict.fromkeys(self.rows.numbers).keys()

    @cached_property
    def _places(self) -> tuple[Sequence[str], Sequence[int]]:
        """The number of each row, ascending, and where among `rows` it stands."""
        numbers = self.rows.numbers
        ascending = sorted(numbers)
        places: Sequence[int] = range(len(numbers))
        if any(map(is_not, ascending, numbers)):  # most files are in order
            places = sorted(places, key=numbers.__getitem__)
        return ascending, places

    def of(self, number: str) -> tuple[Row, ...]:
        """The rows of a number, ascending by revision, each revision once (R4, D1).

        They are none where the file hasn't got it.
        """
        found = self._of.get(number)
        if found is None:
            numbers, places = self._places
            first, end = bisect_left(numbers, number), bisect_right(numbers, number)
            if first == end:
                return ()
            rows = [self.rows[place] for place in places[first:end]]
            found = self._of[number] = _by_revision(rows)
        return found

    @cached_property
    def _mentions(self) -> Mapping[str, list[str]]:
        """For six digits in a synopsis, the numbers of such rows.

        Only numbers with a row that seems obsolete count; its other rows may be united with that
        one (D1).
        """
        found: defaultdict[str, list[str]] = defaultdict(list)
        obsolete = {text[_NUMBER] for text in self.rows.texts if "|O|" in text}
        concerned = map(obsolete.__contains__, self.rows.numbers)
        for text in compress(self.rows.texts, concerned):
            for digits in _SIX_DIGITS.findall(_cut(text)[_SYNOPSIS]):
                found[digits].append(text[_NUMBER])
        return dict(found)

    def predecessors(self, number: str) -> tuple[tuple[Row, PatchId], ...]:
        """The obsolete rows that name a number as successor, and as what (R4)."""
        found = self._predecessors.get(number)
        if found is None:
            if number not in self._mentions:
                return ()
            numbers = dict.fromkeys(self._mentions[number])
            rows = [row for other in numbers for row in self.of(other)]
            found = self._predecessors[number] = tuple(
                (row, link) for row in rows for link in row.successors if link.number == number
            )
        return found


def _by_revision(rows: list[Row]) -> tuple[Row, ...]:
    if len(rows) > 1:
        rows = sorted(rows, key=_REVISION)
        if len(set(map(_REVISION, rows))) < len(rows):
            rows = [unite(tuple(alike)) for _, alike in groupby(rows, _REVISION)]
    return tuple(rows)
