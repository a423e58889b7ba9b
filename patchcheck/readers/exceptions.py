"""The user's exceptions, a TOML file (R12)."""

from patchcheck.model.diagnostic import Diagnostic, Severity
from patchcheck.model.exception import PatchException
from patchcheck.readers.text import Source
from patchcheck.readers.toml import EntryError, TomlEntry, entries, parse_toml, place_of, shown

_KEYS = ("patch", "hosts", "reason", "approver", "change", "until")


def read_exceptions(source: Source) -> tuple[tuple[PatchException, ...], tuple[Diagnostic, ...]]:
    """Read `[[exception]]` entries; an entry that is wrong is reported and not applied.

    Raises UnusableError where the file is no TOML.
    """
    document = parse_toml(source, "exceptions")
    found: list[PatchException] = []
    diagnostics = [
        Diagnostic(
            source.path,
            *place_of(source, key),
            Severity.ERROR,
            f"expected [[exception]] entries, found {shown(key)}; it is left out",
        )
        for key in document
        if key != "exception"
    ]
    for entry in entries(source, document, "exception"):
        try:
            found.append(_exception(entry))
        except EntryError as error:
            diagnostics.append(entry.complaint(error, "the exception is not applied"))
    return tuple(found), tuple(diagnostics)


def _exception(entry: TomlEntry) -> PatchException:
    entry.only(_KEYS)
    number, revision = entry.number("patch")
    return PatchException(
        number=number,
        revision=revision,
        reason=entry.text("reason"),
        until=entry.day("until"),
        place=entry.place,
        hosts=entry.texts("hosts", ("*",)),
        approver=entry.text("approver", required=False),
        change=entry.text("change", required=False),
    )
