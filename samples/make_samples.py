"""Rewrite the sample estate: one cross-reference file and nine hosts.

    python samples/make_samples.py            writes every dump below samples/
    python samples/make_samples.py --check    exits 1 when a dump differs from what it would write

``facts/`` holds what was published: patch numbers, dates, packages, titles.
``ours/`` holds what is invented: flags, requirements, older revisions, the hosts.
The same input always gives the same bytes; nothing depends on chance or on the day.
"""

import argparse
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

HERE = Path(__file__).resolve().parent
XREF_HEAD = (
    "## PATCHDIAG TOOL CROSS-REFERENCE FILE AS OF Jun/17/03 ##",
    "##",
    "## Sample file: numbers, dates, packages and titles are real, flags and",
    "## dependencies are invented. See README.md beside this file.",
)
PACKAGES = HERE / "facts" / "packages.tsv"
SYNOPSIS_WIDTH = 66
TERMINAL_WIDTH = 80
MAIL_WIDTH = 76
PATCH_ID = re.compile(r"\d{6}-\d{2}")
# Rows that stand at the end of the file, to show that file order plays no part.
LAST = frozenset({"108528-13", "110335-01", "112233-11", "114729-01"})
FILE_KINDS = ("shared pathnames", "linked files", "directories", "executables")
SPOOLED = "spooled"
PARTIAL = "partially installed"


@dataclass(frozen=True)
class Fact:
    """One published patch revision."""

    patch: str
    date: str
    os: str
    arches: tuple[str, ...]
    title: str
    packages: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row of the cross-reference file; flags are the letters that are set."""

    patch: str
    date: str
    flags: str
    os: str
    arches: tuple[str, ...]
    requires: tuple[str, ...]
    packages: tuple[str, ...]
    incompatible: tuple[str, ...]
    synopsis: str

    def line(self) -> str:
        """Return the row as it stands in the file."""
        year2000, withdrawn = self._flag("Y"), self._flag("B")
        last_flags = " " if "1" in self.flags else year2000 + withdrawn
        fields = (
            *self.patch.split("-"),
            self.date,
            self._flag("R"),
            self._flag("S"),
            self._flag("O"),
            last_flags,
            self.os,
            closed((*self.arches, *self.requires)),
            closed((*self.packages, *self.incompatible)),
            self.synopsis[:SYNOPSIS_WIDTH],
        )
        return "|".join(fields)

    def _flag(self, letter: str) -> str:
        """Return the letter when the flag is set, else one blank."""
        return letter if letter in self.flags else " "


@dataclass(frozen=True)
class Package:
    """One installed package instance."""

    instance: str
    version: str
    arch: str
    title: str
    status: str = "completely installed"

    @property
    def name(self) -> str:
        """Return the package name without the number of the instance."""
        return self.instance.split(".")[0]


@dataclass(frozen=True)
class Host:
    """One host as ours/hosts.toml describes it."""

    name: str
    hostid: str
    os: str
    arch: str
    machine: str
    platform: str
    kernel: str
    kernel_date: str
    windows: str
    installed: str
    patches: tuple[str, ...]
    unbundled: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    showrev: str = "plain"
    labels: str = "full"
    encoding: str = "ascii"
    uname: bool = True
    showrev_cut: str = ""
    pkginfo_cut: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    arches: dict[str, str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    extra: tuple[dict[str, str], ...] = ()
    lines: tuple[dict[str, str], ...] = ()

    @property
    def release(self) -> str:
        """Return what uname -r prints."""
        release = self.os.removesuffix("_x86")
        return f"5.{release.removeprefix('2.')}"


def closed(items: tuple[str, ...]) -> str:
    """Join items so that each ends in a semicolon."""
    return "".join(f"{item};" for item in items)


def split_list(text: str) -> tuple[str, ...]:
    """Split a semicolon list, leaving out what is empty."""
    return tuple(item for item in text.split(";") if item)


def read_table(path: Path) -> list[list[str]]:
    """Read a table of tab-separated cells; lines that begin with # are remarks."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def read_facts() -> dict[str, Fact]:
    """Read the published patches by id."""
    return {
        cells[0]: Fact(
            patch=cells[0],
            date=cells[1],
            os=cells[2],
            arches=split_list(cells[3]),
            title=cells[4],
            packages=split_list(cells[5]),
        )
        for cells in read_table(HERE / "facts" / "patches.tsv")
    }


def default_row(fact: Fact) -> Row:
    """Return the row of a fact to which nothing is added."""
    return Row(
        patch=fact.patch,
        date=fact.date,
        flags="",
        os=fact.os,
        arches=fact.arches,
        requires=(),
        packages=fact.packages,
        incompatible=(),
        synopsis=fact.title,
    )


def invented_row(cells: list[str], fact: Fact) -> Row:
    """Return a row with the flags, the lists and the wording that are ours."""
    patch, date, flags, requires, incompatible, wording = cells
    bare = "n" in flags
    return replace(
        default_row(fact),
        patch=patch,
        date=date or fact.date,
        flags=flags,
        arches=() if bare else fact.arches,
        packages=() if bare else fact.packages,
        requires=split_list(requires),
        incompatible=split_list(incompatible),
        synopsis=wording.replace("{}", fact.title).strip(),
    )


def read_rows() -> list[Row]:
    """Make all rows of the cross-reference file, in the order of the file."""
    facts = read_facts()
    by_number = {patch[:6]: fact for patch, fact in facts.items()}
    invented = read_table(HERE / "ours" / "rows.tsv")
    touched = {cells[0] for cells in invented}
    rows = [default_row(fact) for patch, fact in facts.items() if patch not in touched]
    rows += [
        invented_row(cells, facts.get(cells[0]) or by_number[cells[0][:6]])
        for cells in invented
        if cells[2] != "drop"
    ]
    return sorted(rows, key=lambda row: (row.patch in LAST, row.patch))


def read_hosts() -> list[Host]:
    """Read the hosts; one that is like another overrides parts of it."""
    with (HERE / "ours" / "hosts.toml").open("rb") as stream:
        tables: list[dict[str, Any]] = tomllib.load(stream)["host"]
    hosts: dict[str, Host] = {}
    for table in tables:
        parent = hosts.get(table.pop("like", ""))
        host = Host(**settings(table)) if parent is None else variant(parent, table)
        hosts[host.name] = host
    return list(hosts.values())


def settings(table: dict[str, Any]) -> dict[str, Any]:
    """Turn the lists of a host's table into tuples."""
    made = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    if "patches" in made:
        made["patches"] = tuple(str(made["patches"]).split())
    return made


def variant(parent: Host, table: dict[str, Any]) -> Host:
    """Return a host that differs from its parent by a few patches and packages."""
    swaps = {str(patch)[:6]: str(patch) for patch in table.pop("swap", [])}
    removed = set(table.pop("remove", []))
    kept = (patch for patch in parent.patches if patch not in removed)
    patches = tuple(swaps.get(patch[:6], patch) for patch in kept)
    without = (*parent.without, *table.pop("without", []))
    return replace(parent, **settings(table), patches=patches, without=without)


def platform_arch(name: str, host: Host, platform_names: frozenset[str]) -> str:
    """Return the architecture of a package on a host."""
    if name in host.arches:
        return host.arches[name]
    if name not in platform_names:
        return host.arch
    return f"{host.arch}.{host.machine}"


def title_of(name: str, titles: dict[str, str]) -> str:
    """Return a package's title; one that is not known is made from its name."""
    if name in titles:
        return titles[name]
    parts = {"r": " (Root)", "u": " (Usr)", "x": " (64-bit)", "S": " (Source)"}
    return f"{name.removeprefix('SUNW')} software{parts.get(name[-1], '')}"


def bundled_versions(host: Host, rows: list[Row]) -> dict[str, str]:
    """Choose a version for each package of the host's release and of its products."""
    seen: dict[str, Counter[str]] = {}
    for row in rows:
        if row.os == host.os or row.patch[:6] in host.unbundled:
            for item in row.packages:
                name, version = item.split(":", 1)
                seen.setdefault(name, Counter())[version] += 1
    plain = {cells[1]: cells[2] for cells in read_table(PACKAGES) if cells[0] == host.os}
    return plain | {name: host.versions.get(name, top(counts)) for name, counts in seen.items()}


def top(counts: Counter[str]) -> str:
    """Return the version named most often; of equals the lowest."""
    return min(counts, key=lambda version: (-counts[version], version))


def host_packages(host: Host, rows: list[Row]) -> list[Package]:
    """Return the package instances of a host, by name."""
    known = {cells[0]: cells[1] for cells in read_table(HERE / "facts" / "titles.tsv")}
    titles = known | host.titles
    names = (HERE / "facts" / "platform-packages.txt").read_text(encoding="utf-8").split()
    platform_names = frozenset(names)
    packages = [
        Package(
            instance=name,
            version=version,
            arch=platform_arch(name, host, platform_names),
            title=title_of(name, titles),
            status=host.status.get(name, "completely installed"),
        )
        for name, version in bundled_versions(host, rows).items()
        if name not in host.without and not name.startswith("FJSV")
    ]
    packages += [Package(**extra) for extra in host.extra]
    return sorted(packages, key=lambda package: package.instance)


def field_line(label: str, value: str) -> str:
    """Return one labelled line of pkginfo -l."""
    return f"{label:>10}:  {value}\n"


def file_counts(package: Package) -> Iterator[str]:
    """Yield the counts below FILES; they follow from the package's name."""
    number = crc32(package.instance.encode())
    pathnames = 3 + number % 180
    verb = SPOOLED if package.status == SPOOLED else "installed"
    yield f"{pathnames:>7} {verb} pathnames"
    if package.status == SPOOLED:
        return
    if package.status == PARTIAL:
        yield f"{1 + number % 4:>7} partially installed pathnames"
    for position, kind in enumerate(FILE_KINDS):
        count = (number >> (5 + 4 * position)) % 12
        if count:
            yield f"{count:>7} {kind}"
    yield f"{20 + pathnames * 9:>7} blocks used (approx)"


def stanza(package: Package, when: datetime) -> str:
    """Return the stanza of one package and the blank line after it."""
    sun = package.name.startswith(("SUNW", "SPRO"))
    digits = re.sub(r"\D", "", package.version.rpartition("=")[2])
    fields = (
        ("PKGINST", package.instance),
        ("NAME", package.title),
        ("CATEGORY", "system" if package.name.startswith("SUNW") else "application"),
        ("ARCH", package.arch),
        ("VERSION", package.version),
        ("BASEDIR", "/" if package.name.startswith("SUNW") else "/opt"),
        ("VENDOR", "Sun Microsystems, Inc." if sun else "Another vendor"),
        ("DESC", package.title),
        ("PSTAMP", f"build{digits}"),
        ("INSTDATE", f"{when:%b %d %Y %H:%M}"),
        ("HOTLINE", "Please contact your local service provider"),
        ("STATUS", package.status),
    )
    lines = [field_line(label, value) for label, value in fields]
    for position, count in enumerate(file_counts(package)):
        lines.append(field_line("FILES", count) if position == 0 else f"{'':13}{count}\n")
    return "".join(lines) + "\n"


def pkginfo_text(host: Host, packages: list[Package]) -> str:
    """Return the listing of pkginfo -l."""
    start = datetime.fromisoformat(host.installed)
    stanzas = [
        stanza(package, start + timedelta(seconds=20 * position))
        for position, package in enumerate(packages)
    ]
    return cut_after("".join(stanzas), host.pkginfo_cut)


def cut_after(text: str, marker: str) -> str:
    """Break a text off behind a marker; without one it stays whole."""
    return text[: text.index(marker) + len(marker)] if marker else text


def bare_ids(items: tuple[str, ...]) -> str:
    """Join the ids of a list without the words that may follow them."""
    return ", ".join(PATCH_ID.findall(" ".join(items)))


def obsoleted_ids(patch: str, rows: list[Row]) -> str:
    """Join the obsolete revisions of other numbers that name this patch as their heir."""
    return ", ".join(
        row.patch
        for row in rows
        if "O" in row.flags and row.patch[:6] != patch[:6] and names_heir(row, patch)
    )


def names_heir(row: Row, patch: str) -> bool:
    """Tell whether a row names this patch, at this revision or a lower one, as its heir."""
    heirs = PATCH_ID.findall(row.synopsis)
    return any(heir[:6] == patch[:6] and heir <= patch for heir in heirs)


def nearest_row(patch: str, rows: list[Row]) -> Row | None:
    """Return the row of a revision, or else the highest one of its number."""
    number = [row for row in rows if row.patch[:6] == patch[:6]]
    same = [row for row in number if row.patch == patch]
    return max(same or number, key=lambda row: row.patch, default=None)


def patch_parts(patch: str, host: Host, rows: list[Row], packages: list[Package]) -> dict[str, str]:
    """Return what stands behind the labels of one Patch line."""
    row = nearest_row(patch, rows)
    parts = {"Obsoletes": obsoleted_ids(patch, rows), "Requires": "", "Incompatibles": ""}
    if row is not None:
        present = {package.name for package in packages}
        named = dict.fromkeys(item.split(":")[0] for item in row.packages)
        parts["Requires"] = bare_ids(row.requires)
        parts["Incompatibles"] = bare_ids(row.incompatible)
        parts["Packages"] = ", ".join(name for name in named if name in present)
    for line in host.lines:
        if line["id"] == patch:
            parts |= {label: text for label, text in line.items() if label != "id"}
    return parts


def patch_line(patch: str, host: Host, rows: list[Row], packages: list[Package]) -> str:
    """Return one Patch line of showrev."""
    parts = patch_parts(patch, host, rows, packages)
    labels = ["Obsoletes", "Requires", "Incompatibles", "Packages"]
    if host.labels == "short":
        labels = ["Obsoletes", "Packages"]
    body = " ".join(f"{label}: {parts.get(label, '')}" for label in labels)
    return f"Patch: {patch} {body}" + (" " if host.release == "5.8" else "")


def kernel_words(host: Host, separator: str) -> str:
    """Return the kernel version; a host without a kernel patch says Generic alone."""
    return f"Generic{separator}{host.kernel}" if host.kernel else "Generic"


def showrev_head(host: Host) -> list[str]:
    """Return the lines of showrev -a before the patches."""
    return [
        f"Hostname: {host.name}",
        f"Hostid: {host.hostid}",
        f"Release: {host.release}",
        f"Kernel architecture: {host.machine}",
        f"Application architecture: {host.arch}",
        "Hardware provider: " + ("Sun_Microsystems" if host.arch == "sparc" else ""),
        "Domain: example.com",
        f"Kernel version: SunOS {host.release} {kernel_words(host, ' ')} {host.kernel_date}",
        "",
        "OpenWindows version: ",
        host.windows,
        "",
    ]


def folded(line: str) -> list[str]:
    """Fold a line hard, as a terminal does."""
    starts = range(0, max(len(line), 1), TERMINAL_WIDTH)
    return [line[start : start + TERMINAL_WIDTH] for start in starts]


def wrapped(line: str) -> list[str]:
    """Wrap a line at a blank, as mail software does; the blank goes."""
    pieces = []
    while len(line) > MAIL_WIDTH:
        at = line.rindex(" ", 0, MAIL_WIDTH + 1)
        pieces.append(line[:at])
        line = line[at + 1 :]
    return [*pieces, line]


def showrev_text(host: Host, rows: list[Row], packages: list[Package]) -> str:
    """Return the listing of showrev -a in the shape in which it reached us."""
    lines = showrev_head(host)
    lines += [patch_line(patch, host, rows, packages) for patch in host.patches]
    if host.showrev == "terminal":
        lines = [piece for line in lines for piece in folded(line)]
    elif host.showrev == "mail":
        lines = [piece for line in lines for piece in wrapped(line)]
    end = "\r\n" if host.showrev == "crlf" else "\n"
    return cut_after("".join(line + end for line in lines), host.showrev_cut)


def uname_text(host: Host) -> str:
    """Return the line of uname -a."""
    kernel = kernel_words(host, "_")
    return f"SunOS {host.name} {host.release} {kernel} {host.machine} {host.arch} {host.platform}\n"


def all_files() -> dict[Path, bytes]:
    """Make every dump of the estate by its path."""
    rows = read_rows()
    xref = "".join(f"{line}\n" for line in (*XREF_HEAD, *(row.line() for row in rows)))
    files = {HERE / "patchdiag.xref": xref.encode("ascii")}
    for host in read_hosts():
        packages = host_packages(host, rows)
        folder = HERE / host.name
        files[folder / "showrev-a.txt"] = showrev_text(host, rows, packages).encode("ascii")
        files[folder / "pkginfo-l.txt"] = pkginfo_text(host, packages).encode(host.encoding)
        if host.uname:
            files[folder / "uname-a.txt"] = uname_text(host).encode("ascii")
    return files


def differing(files: dict[Path, bytes]) -> list[Path]:
    """Return the files that are absent or hold something else."""
    return [path for path, data in files.items() if not path.is_file() or path.read_bytes() != data]


def write(files: dict[Path, bytes]) -> None:
    """Write every file, making its folder where needed."""
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main() -> int:
    """Write the dumps, or tell which of them are out of date."""
    parser = argparse.ArgumentParser(description="Rewrite the sample estate.")
    parser.add_argument("--check", action="store_true", help="only tell what differs")
    check: bool = parser.parse_args().check
    files = all_files()
    if not check:
        write(files)
        return 0
    stale = differing(files)
    for path in stale:
        print(f"differs: {path.relative_to(HERE)}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
