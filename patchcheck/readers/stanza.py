"""One package of a pkginfo listing while its lines are read one by one."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from patchcheck.model.host import PackageInstance
from patchcheck.readers.lines import terminal

_GRAMMAR = "pkginfo"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GAP = ("  ", "\t", " \t")


@lru_cache(maxsize=4096)
def decode_installed(text: str) -> date | None:
    """Read INSTDATE (`Sep 24 2004 12:32`, the time may be absent); None for anything else."""
    words = text.split()
    try:
        month = _MONTHS.index(words[0]) + 1
        return date(int(words[2]), month, int(words[1]))
    except (ValueError, IndexError, OverflowError):
        return None


class Stanza:
    """A stanza that is open. `late` are the labels found within a value: line starts win."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.last = "PKGINST"
        self.fields: dict[str, str] = {}
        self.late: set[str] = set()

    def value(self, label: str) -> str:
        """Give a field, empty where the stanza has it not."""
        return self.fields.get(label, "").strip()

    def put(self, label: str, value: str, *, late: bool) -> bool:
        """Keep a field; False where another value of it is kept."""
        self.last = label
        if label in self.fields and (late or label not in self.late):
            return late or self.value(label) == value.strip()
        self.fields[label] = value
        (self.late.add if late else self.late.discard)(label)
        return True

    def instance(self) -> PackageInstance:
        """Give the package that the stanza tells of."""
        return PackageInstance(
            instance=self.value("PKGINST"),
            architecture="".join(self.value("ARCH").split()),
            version=self.value("VERSION"),
            status=self.value("STATUS").lower(),
            installed_on=decode_installed(self.value("INSTDATE")),
            line=self.line,
        )


class Waiting(NamedTuple):
    """A line of pkginfo -x that may name a package; `sure` where its gap shows that it does."""

    line: int
    text: str
    name: str
    sure: bool

    @classmethod
    def of(cls, line: int, text: str, name: str) -> "Waiting":
        """Look at the gap behind the name."""
        rest = text.partition(name)[2] if name else ""
        return cls(line, text, name, sure=bool(rest.strip()) and rest.startswith(_GAP))


def split(label: str, value: str) -> Iterator[tuple[str, str]]:
    """Cut a value at the labels within it; the first part has the label that the line has."""
    at = 0
    for run in terminal(_GRAMMAR, "RUN", "run").finditer(value):
        yield label, value[at : run.start()]
        label, at = run["run"], run.end()
    yield label, value[at:]
