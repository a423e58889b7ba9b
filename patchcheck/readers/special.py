"""The table of special cases, a TOML file (R11): ours, and one of the user's laid over it."""

import re
from collections.abc import Callable, Mapping
from pkgutil import get_data
from typing import get_args

from patchcheck.model.diagnostic import Diagnostic, Severity
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
    SystemField,
    SystemIs,
    Withdrawal,
)
from patchcheck.readers.text import Source, decode
from patchcheck.readers.toml import (
    EntryError,
    TomlEntry,
    entries,
    parse_toml,
    place_of,
    read_patch,
    shown,
)

_SYSTEM_FIELDS: tuple[SystemField, ...] = get_args(SystemField)
_SIX_DIGITS = re.compile(r"\d{6}")
_BUILT_IN = "special_cases.toml"
_KINDS = ("check", "never_released", "repair", "withdrawn")


def read_built_in() -> SpecialCases:
    """Read the table that comes with the program."""
    data = get_data("patchcheck", f"data/{_BUILT_IN}")
    table, diagnostics = read_special_cases(decode(data or b"", _BUILT_IN))
    if not data or diagnostics:
        raise AssertionError(_BUILT_IN, *diagnostics)
    return table


def read_special_cases(source: Source) -> tuple[SpecialCases, tuple[Diagnostic, ...]]:
    """Read a table; an entry that is wrong is reported and not applied.

    Raises UnusableError where the file is no TOML.
    """
    document = parse_toml(source, "special cases")
    version = document.get("version", source.sha256[:12])
    plain = isinstance(version, str) and version.isprintable()
    table = SpecialCases(version=str(version) if plain else shown(version))
    diagnostics = [
        Diagnostic(
            source.path,
            *place_of(source, key),
            Severity.ERROR,
            f"expected version or one of {', '.join(_KINDS)}, found {shown(key)}; it is left out",
        )
        for key in document
        if key not in {"version", *_KINDS}
    ]
    for name, add in _ADDERS.items():
        for entry in entries(source, document, name):
            try:
                table = add(table, entry)
            except RecursionError:
                deep = EntryError("when", "expected a condition, found one that is nested too deep")
                diagnostics.append(entry.complaint(deep, "the entry is not applied"))
            except EntryError as error:
                diagnostics.append(entry.complaint(error, "the entry is not applied"))
    return table, tuple(diagnostics)


def laid_over(base: SpecialCases, upper: SpecialCases) -> SpecialCases:
    """One table over another: entries for the same patch replace the lower ones."""
    return SpecialCases(
        version=f"{base.version}+{upper.version}",
        checks={**base.checks, **upper.checks},
        never_released={**base.never_released, **upper.never_released},
        repairs={**base.repairs, **upper.repairs},
        withdrawals={**base.withdrawals, **upper.withdrawals},
    )


def _add_check(table: SpecialCases, entry: TomlEntry) -> SpecialCases:
    entry.only(("patches", "when", "reason"))
    numbers = _numbers(entry, "patches")
    condition = read_condition(entry.values.get("when"))
    reason = entry.text("reason")
    added = {number: ApplyCheck(number, condition, reason, entry.place) for number in numbers}
    return table._replace(checks={**table.checks, **added})


def _add_never_released(table: SpecialCases, entry: TomlEntry) -> SpecialCases:
    entry.only(("patch", "read_as", "reason"))
    patch = entry.patch("patch")
    item = NeverReleased(patch, entry.patch("read_as"), entry.text("reason"), entry.place)
    return table._replace(never_released={**table.never_released, patch: item})


def _add_repair(table: SpecialCases, entry: TomlEntry) -> SpecialCases:
    entry.only(("patch", "requires", "not_obsolete", "reason"))
    number = _number(entry.text("patch"), "patch")
    item = Repair(
        number,
        tuple(read_patch(text, "requires") for text in entry.texts("requires")),
        frozenset(_number(text, "not_obsolete") for text in entry.texts("not_obsolete")),
        entry.text("reason"),
        entry.place,
    )
    return table._replace(repairs={**table.repairs, number: item})


def _add_withdrawal(table: SpecialCases, entry: TomlEntry) -> SpecialCases:
    entry.only(("patch", "reason"))
    number = _number(entry.text("patch"), "patch")
    item = Withdrawal(number, entry.text("reason"), entry.place)
    return table._replace(withdrawals={**table.withdrawals, number: item})


_ADDERS: Mapping[str, Callable[[SpecialCases, TomlEntry], SpecialCases]] = {
    "check": _add_check,
    "never_released": _add_never_released,
    "repair": _add_repair,
    "withdrawn": _add_withdrawal,
}


def _numbers(entry: TomlEntry, key: str) -> tuple[str, ...]:
    found = tuple(_number(text, key) for text in entry.texts(key))
    if not found:
        raise EntryError(None, f"expected patch numbers for {key}, found none")
    return found


def _number(text: str, key: str) -> str:
    if not _SIX_DIGITS.fullmatch(text):
        raise EntryError(
            key, f"expected a patch number of six digits for {key}, found {shown(text)}"
        )
    return text


def read_condition(value: object) -> Condition:
    """Read a condition: a table whose every key must hold. Raises EntryError."""
    if not isinstance(value, dict) or not value:
        raise EntryError("when", f"expected a condition for when, found {shown(value)}")
    parts = tuple(_part(key, item) for key, item in value.items())
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _part(key: str, value: object) -> Condition:
    reader = _PARTS.get(key)
    if reader:
        return reader(value)
    for field in _SYSTEM_FIELDS:
        if field == key:
            return SystemIs(field, _texts(value, key))
    known = ", ".join([*_SYSTEM_FIELDS, *_PARTS])
    raise EntryError("when", f"expected one of {known} in when, found the key {shown(key)}")


def _texts(value: object, key: str) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    if not found or not all(isinstance(item, str) for item in found):
        raise EntryError("when", f"expected texts for {key}, found {shown(value)}")
    return tuple(found)


def _conditions(value: object, key: str) -> tuple[Condition, ...]:
    if not isinstance(value, list) or not value:
        raise EntryError("when", f"expected a list of conditions for {key}, found {shown(value)}")
    return tuple(read_condition(item) for item in value)


def _package(value: object) -> PackagePresent:
    name, _, version = _texts(value, "package")[0].partition(":")
    return PackagePresent(name.strip(), version.strip() or None)


def _minor(value: object) -> ReleaseAtLeast:
    if not isinstance(value, int):
        problem = f"expected a whole number for minor_release_at_least, found {shown(value)}"
        raise EntryError("when", problem)
    return ReleaseAtLeast(value)


_PARTS: Mapping[str, Callable[[object], Condition]] = {
    "minor_release_at_least": _minor,
    "package": _package,
    "installed": lambda value: PatchInstalled(read_patch(value, "installed")),
    "installed_exactly": lambda value: PatchInstalled(
        read_patch(value, "installed_exactly"), exactly=True
    ),
    "offered": lambda value: PatchOffered(read_patch(value, "offered")),
    "any": lambda value: AnyOf(_conditions(value, "any")),
    "all": lambda value: AllOf(_conditions(value, "all")),
    "not": lambda value: Not(read_condition(value)),
}
