"""The parts of a small random world, each from dice of its own (see worlds.py)."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from patchcheck.model.exception import PatchException
from patchcheck.model.host import Host, InstalledPatch, PackageInstance, System
from patchcheck.model.patch import PatchId
from patchcheck.model.special import (
    AllOf,
    AnyOf,
    ApplyCheck,
    Condition,
    NeverReleased,
    Not,
    PackagePresent,
    PatchInstalled,
    PatchOffered,
    ReleaseAtLeast,
    Repair,
    SpecialCases,
    SystemIs,
    Withdrawal,
)
from patchcheck.model.xref import Row

POOL = tuple(f"10000{digit}" for digit in range(1, 10))
REVISIONS = ("00", "01", "02", "03", "04", "05", "06")
ITEMS = ("SUNWa:1.0", "SUNWa:2.0", "SUNWb:1.0,REV=2", "SUNWc:1.0", "SUNWnone:1")
UTILITY = "SUNWswmt:1"
AS_OF = date(2011, 2, 10)
SWITCHES = (
    "obsolete",
    "withdrawn",
    "flags",
    "requires",
    "incompatibles",
    "installed",
    "lists",
    "foreign",
    "releases",
    "architectures",
    "instances",
    "unjudgeable",
    "duplicates",
    "utilities",
    "checks",
    "never-released",
    "repairs",
    "withdrawals",
    "exceptions",
    "minimal",
    "row-flags",
    "other-words",
    "several-words",
    "no-pkginfo",
)


@dataclass(frozen=True)
class Maker:
    """Builds one world. `on` tells whether a switch is set, `dice` gives the dice of a place."""

    seed: int
    size: int
    switches: frozenset[str]

    def on(self, switch: str) -> bool:
        return switch in self.switches

    def dice(self, *place: str) -> Random:
        return Random(f"{self.seed}/{'/'.join(place)}")  # noqa: S311 (made-up data)

    # --- the file

    def file(self) -> tuple[Row, ...]:
        rows = [row for number in self.numbers() for row in self.rows(number)]
        self.dice("file").shuffle(rows)
        return tuple(rows)

    def numbers(self) -> tuple[str, ...]:
        order = list(POOL)
        self.dice("numbers").shuffle(order)
        return tuple(order[: self.size])

    def rows(self, number: str) -> list[Row]:
        dice = self.dice("revisions", number)
        revisions = dice.sample(REVISIONS, dice.choice((1, 1, 2, 2, 3, 4)))
        rows = [self.row(number, revision, "") for revision in revisions]
        if self.on("duplicates") and self.dice("twice", number).random() < 0.25:
            rows.append(self.row(number, revisions[0], "again"))
        return rows

    def row(self, number: str, revision: str, again: str) -> Row:
        place = (number, revision, again)
        obsolete = self.chance("obsolete", 0.4, place)
        withdrawn = self.chance("withdrawn", 0.15, place)
        y2k = self.chance("flags", 0.05, ("y2k", *place))
        return Row(
            number,
            revision,
            "Feb/01/05",
            "R" if self.chance("flags", 0.3, ("R", *place)) else " ",
            "S" if self.chance("flags", 0.3, ("S", *place)) else " ",
            "O" if obsolete else " ",
            ("Y" if y2k else " ") + ("B" if withdrawn else " "),
            self.os(place),
            self.architectures(place) + self.listed("requires", place),
            self.items(place) + self.listed("incompatibles", place),
            self.synopsis(place) if obsolete else "a patch",
        )

    def chance(self, switch: str, odds: float, place: tuple[str, ...]) -> bool:
        return self.on(switch) and self.dice(switch, *place).random() < odds

    def os(self, place: tuple[str, ...]) -> str:
        if not self.chance("releases", 0.35, place):
            return "8"
        names = ("8_x86", "10", "Unbundled", "Unbundled", "Trusted_Solaris_8", "2.6")
        return self.dice("os", *place).choice(names)

    def architectures(self, place: tuple[str, ...]) -> str:
        if self.chance("unjudgeable", 0.06, ("arch", *place)):
            return ""
        if not self.chance("architectures", 0.3, place):
            return "sparc;"
        return self.dice("arch", *place).choice(("i386;", "sparc.sun4u;", "sparc;i386;", "all;"))

    def items(self, place: tuple[str, ...]) -> str:
        if self.chance("unjudgeable", 0.12, place):
            return ""
        dice = self.dice("items", *place)
        found = dice.sample(ITEMS, dice.choice((1, 1, 2, 3)))
        if self.chance("utilities", 0.15, place):
            found.append(UTILITY)
        return "".join(f"{item};" for item in found)

    def listed(self, switch: str, place: tuple[str, ...]) -> str:
        if not self.on(switch):
            return ""
        dice = self.dice(switch, *place)
        counts = (0, 0, 1, 1, 2, 3) if switch == "requires" else (0, 0, 0, 0, 1, 2)
        words = ("", "", " (or newer)")
        return "".join(f"{self.id(dice)}{dice.choice(words)};" for _ in range(dice.choice(counts)))

    def id(self, dice: Random) -> PatchId:
        """An id out of the pool; mostly of a number in the file, mostly low revisions."""
        number = dice.choice(self.numbers() if dice.random() < 0.85 else POOL)
        return PatchId(number, dice.choice(REVISIONS if dice.random() < 0.4 else REVISIONS[1:4]))

    def synopsis(self, place: tuple[str, ...]) -> str:
        dice = self.dice("synopsis", *place)
        one, two = self.id(dice), self.id(dice)
        wordings = (
            (6, f"Obsoleted by: {one} a patch"),
            (3, f"Obsoleted by : {one}"),
            (2, f"OBSOLETED by {one.number}"),
            (4, f"OBSOLETED by {one} and {two}"),
            (1, f"OBSOLETED by {one.number} and {two.number}"),
            (1, f"Obsoleted by: {one} OBSOLETED by WITHDRAWN"),
            (1, f"WITHDRAWN Obsoleted by: {one}"),
            (1, "OBSOLETED by WITHDRAWN"),
            (1, "WITHDRAWN PATCH Obsolete by: <INTEGRATION>"),
            (1, "no successor"),
        )
        return dice.choice([text for weight, text in wordings for _ in range(weight)])

    # --- the host

    def host(self) -> Host:
        return Host(self.system(), tuple(self.patches()), self.packages())

    def system(self) -> System:
        dice = self.dice("system")
        release, processor = ("5.8", "sparc")
        if self.on("releases"):
            release, processor = dice.choice((("5.8", "sparc"), ("5.10", "sparc"), ("5.8", "i386")))
        known = not self.on("checks") or dice.random() < 0.6
        return System(
            hostname="alpha",
            release=release,
            processor=processor,
            machine=dice.choice(("sun4u", "sun4v")) if known else None,
            platform="SUNW,Ultra-5_10" if known else None,
        )

    def packages(self) -> tuple[PackageInstance, ...] | None:
        if self.chance("no-pkginfo", 0.05, ()):
            return None
        return tuple(
            instance
            for item in (*ITEMS[:-1], UTILITY)
            for suffix in ("", ".2")
            if (instance := self.instance(item, suffix)) is not None
        )

    def instance(self, item: str, suffix: str) -> PackageInstance | None:
        dice = self.dice("package", item, suffix)
        odds = 0.85 if not suffix else 0.15 if self.on("instances") else 0
        if dice.random() >= odds:
            return None
        name, _, version = item.partition(":")
        architectures = ("sparc",) * 5 + ("i386", "all", "sparc.sun4u")
        statuses = ("completely installed", "completely installed", "", "partially installed",
                    "spooled")  # fmt: skip
        return PackageInstance(
            name + suffix,
            dice.choice(architectures) if self.on("architectures") else "sparc",
            version,
            dice.choice(statuses) if self.on("instances") else "completely installed",
        )

    def patches(self) -> list[InstalledPatch]:
        found = []
        for number in POOL if self.on("installed") else ():
            dice = self.dice("patches", number)
            if dice.random() < 0.3:
                for revision in sorted(dice.sample(REVISIONS[:5], dice.choice((1, 1, 1, 2)))):
                    patch = PatchId(number, revision)
                    found.append(self.patch(str(patch), patch))
        if self.on("foreign"):
            dice = self.dice("foreign")
            texts = dice.sample(("IDR100001-02", "PTF12", "100002-100"), dice.choice((0, 1, 2)))
            found += [self.patch(text, None) for text in texts]
        return found

    def patch(self, text: str, patch: PatchId | None) -> InstalledPatch:
        dice = self.dice("lists", text)
        counts = (0, 0, 0, 1, 2) if self.on("lists") else (0,)
        obsoletes = tuple(self.id(dice) for _ in range(dice.choice(counts)))
        incompatibles = tuple(self.id(dice) for _ in range(min(1, dice.choice(counts))))
        return InstalledPatch(text, patch, obsoletes, (), incompatibles)

    # --- table, exceptions, options

    def some(self, switch: str, most: int) -> list[str]:
        """Some numbers of the file, none where the switch is off."""
        if not self.on(switch):
            return []
        dice = self.dice(switch)
        numbers = self.numbers()
        return dice.sample(numbers, min(len(numbers), dice.randint(1, most)))

    def special(self) -> SpecialCases:
        dice = self.dice("special")
        never = {}
        for _ in range(2 if self.on("never-released") else 0):
            patch, read_as = self.id(dice), self.id(dice)
            never[patch] = NeverReleased(patch, read_as, "never released", "inline")
        return SpecialCases(
            "random",
            {
                n: ApplyCheck(n, self.condition(n), "a check", "inline")
                for n in self.some("checks", 3)
            },
            never,
            {number: self.repair(number) for number in self.some("repairs", 2)},
            {n: Withdrawal(n, "withdrawn", "inline") for n in self.some("withdrawals", 1)},
        )

    def condition(self, number: str) -> Condition:
        dice = self.dice("condition", number)
        simple: tuple[Condition, ...] = (
            SystemIs("release", ("5.8",)),
            SystemIs("machine", ("sun4u", "sun4us")),
            SystemIs("platform", ("SUNW,Ultra-5_10",)),
            ReleaseAtLeast(dice.choice((8, 10))),
            PackagePresent("SUNWa", dice.choice((None, "2.0"))),
            PatchInstalled(self.id(dice), exactly=dice.random() < 0.4),
            PatchOffered(self.id(dice)),
        )
        one, two = dice.choice(simple), dice.choice(simple)
        return dice.choice((one, one, Not(one), AllOf((one, two)), AnyOf((one, Not(two)))))

    def repair(self, number: str) -> Repair:
        dice = self.dice("repair", number)
        requires = tuple(self.id(dice) for _ in range(dice.choice((1, 1, 2))))
        others = dice.sample(self.numbers(), min(self.size, 2))
        wiped = frozenset({patch.number for patch in requires} | set(others))
        return Repair(number, requires, wiped, "a repair", "inline")

    def exceptions(self) -> list[PatchException]:
        found = []
        for number in self.some("exceptions", 3):
            dice = self.dice("exception", number)
            revision = dice.choice((None, None, *REVISIONS))
            until = AS_OF + timedelta(days=dice.choice((-30, -1, 0, 30)))
            hosts = dice.choice((("*",), ("*",), ("web*", "alpha"), ("beta",)))
            found.append(PatchException(number, revision, "vendor", until, "e.toml:1", hosts))
        return found

    def words(self) -> tuple[str, ...]:
        dice = self.dice("words")
        if not self.on("other-words"):
            return (dice.choice(("missing", "missing", "missings", "missingr", "missingrs")),)
        count = dice.choice((1, 2, 3)) if self.on("several-words") else 1
        return tuple(dict.fromkeys(self.word(dice) for _ in range(count)))

    def word(self, dice: Random) -> str:
        kind = dice.choice(
            ("missing", "missing", "group", "group", "short", "plain", "plain", "id")
        )
        if kind == "plain":
            return self.id(dice).number
        if kind == "id":
            return str(self.id(dice))
        if kind == "missing":
            return "missing"
        word = dice.choice(("missing", "installed", "all", "total", "unbundled", "bad"))
        return (word[0] if kind == "short" else word) + dice.choice(("", "", "r", "s", "rs"))
