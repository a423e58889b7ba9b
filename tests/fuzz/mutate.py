"""Mutations that know what the inputs are made of: lines, fields, ids, encodings."""

import random
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

LONGEST = 2**16  # bytes; an input that has grown beyond is cut
_RUN = 2_000
_MOST = 4  # mutations of one input
_SEPARATORS = (b"|", b";", b":", b" ", b"\t", b"-", b",", b"=", b"\n", b"\r\n", b"(")
_TOKENS = (
    *(b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1b[2J", b"\x1b]0;t\x07", b"\r"),
    *(b"\x0c", b"  ARCH: ", b"  " * 500),
    *(b"\x0b", b"\x1c", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xed\xa0\x80"),
    *(b"\x80", b"\xa4\xa2", b"\x82\xa0", b"\xe9|", b"\x1f\x8b\x08\x00", b"\x1f\x9d\x90", b"&gt; "),
    *(b"Patch: ", b"Obsoletes: ", b"Requires: ", b"Incompatibles: ", b"Packages: ", b"PKGINST:  "),
    *(b"ARCH: ", b"VERSION: ", b"STATUS: ", b"INSTDATE: ", b"SunOS ", b"## PATCHDIAG TOOL"),
    *(b"No patches are installed", b"WITHDRAWN", b"OBSOLETED by ", b"108528-19", b"999999-99"),
    *(b"Feb/30/03", b"Jan/01/70", b"0x" + b"f" * 5_000, b"[[", b"]]", b'"', b"'", b"\\u0000"),
    *(b"<script>alert(1)</script>", b"=1+1", b"@SUM(A1)", b"../../etc/passwd", b"{{1}}", b"]]>"),
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One to four mutations of an input, one after the other."""
    for _ in range(chance.randint(1, _MOST)):
        data = chance.choice(_MUTATIONS)(data, chance)[:LONGEST]
    return data


def _over_lines(change: Callable[[list[bytes], random.Random], None]) -> Mutation:
    """A mutation of the list of lines, each with its end."""

    def mutate(data: bytes, chance: random.Random) -> bytes:
        lines = data.splitlines(keepends=True) or [b""]
        change(lines, chance)
        return b"".join(lines)

    return mutate


def _cut_line(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at][: chance.randint(0, len(lines[at]))]


def _drop_line(lines: list[bytes], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines))]


def _repeat_line(lines: list[bytes], chance: random.Random) -> None:
    lines.insert(chance.randint(0, len(lines)), chance.choice(lines))


def _join_lines(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = lines[at].rstrip(b"\r\n")


def _fold_line(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    place = chance.randint(0, len(lines[at]))
    lines[at] = lines[at][:place] + b"\n" + lines[at][place:]


def _swap_lines(lines: list[bytes], chance: random.Random) -> None:
    one, other = (chance.randrange(len(lines)) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]


def _change_fields(lines: list[bytes], chance: random.Random) -> None:
    """Drop, repeat or empty one field of a line."""
    at, separator = chance.randrange(len(lines)), chance.choice(_SEPARATORS)
    fields = lines[at].split(separator)
    field = chance.randrange(len(fields))
    fields[field : field + 1] = chance.choice([[], [fields[field]] * 2, [b""], [b"x" * 70]])
    lines[at] = separator.join(fields)


def _other_separator(data: bytes, chance: random.Random) -> bytes:
    old, new = chance.choice(_SEPARATORS), chance.choice(_SEPARATORS)
    return data.replace(old, new, chance.randint(1, 8))


def _put_in(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(_TOKENS) + data[at:]


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _splice(data: bytes, chance: random.Random) -> bytes:
    """Copy a stretch to another place."""
    start, end, at = sorted(chance.randint(0, len(data)) for _ in range(3))
    return data[:at] + data[start:end] + data[at:]


def _cut_end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))]


def _long_run(data: bytes, chance: random.Random) -> bytes:
    """Repeat a short stretch many times."""
    at = chance.randint(0, len(data))
    return data[:at] + data[at : at + chance.randint(1, 3)] * chance.randint(2, _RUN) + data[at:]


def _crlf(data: bytes, _chance: random.Random) -> bytes:
    return data.replace(b"\n", b"\r\n")


def _quoted(data: bytes, _chance: random.Random) -> bytes:
    return b"> " + data.replace(b"\n", b"\n> ")


def _recoded(data: bytes, chance: random.Random) -> bytes:
    encoding = chance.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-8"])
    return data.decode("latin-1").encode(encoding)


_MUTATIONS: tuple[Mutation, ...] = (
    *map(_over_lines, (_cut_line, _drop_line, _repeat_line, _join_lines, _fold_line, _swap_lines)),
    *(_over_lines(_change_fields), _over_lines(_change_fields)),
    *(_other_separator, _put_in, _put_in, _put_in, _flip, _splice, _cut_end, _long_run),
    *(_crlf, _quoted, _recoded),
)
