"""`patchcheck explain`: the verdict on one patch for one host, with its proof."""

from typing import Any

import click

from patchcheck.cli.exits import Exit
from patchcheck.cli.options import (
    DumpOptions,
    judge_options,
    output_options,
    split,
    talk_options,
)

FORMATS = ("text", "json")


@click.command()
@click.argument("dump")
@click.argument("patch")
@judge_options
@output_options(FORMATS)
@talk_options
def explain(dump: str, patch: str, **values: Any) -> int:
    """Explain the verdict on PATCH for the host of DUMP.

    PATCH is a number, a full id or a foreign id; it need not be listed, installed or even known.
    """
    from patchcheck.cli.inputs import read_hosts, read_tables
    from patchcheck.cli.judging import DEFAULT_WORDS, make_world
    from patchcheck.cli.render import emit, targets_of
    from patchcheck.cli.talk import say_diagnostics
    from patchcheck.report import explanation as form
    from patchcheck.resolve.catalogue import Catalogue
    from patchcheck.resolve.explain import explain as explained
    from patchcheck.resolve.selection import parse_word

    _, judge, talk, rest = split(values)
    targets = targets_of(FORMATS, **rest)
    tables = read_tables(judge)
    catalogue = Catalogue(tables.xref, tables.special)
    words = [parse_word(text) for text in judge.select or DEFAULT_WORDS]
    hosts = list(read_hosts(DumpOptions((dump,))))
    worlds = [make_world(host, catalogue, tables, judge) for host in hosts]
    views = [form.view(world, explained(world, patch, words)) for world in worlds]
    remarks = [*tables.diagnostics, *(item for host in hosts for item in host.diagnostics)]
    minded = say_diagnostics(remarks, talk)
    emit(targets, lambda name: form.render_json(views) if name == "json" else form.render(views))
    if minded:
        return Exit.UNUSABLE
    return Exit.DONE if all(host.judged for host in hosts) else Exit.NOT_JUDGED
