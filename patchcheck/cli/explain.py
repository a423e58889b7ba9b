"""`patchcheck explain`: the verdict on one patch for one host, with its proof."""

from typing import TYPE_CHECKING, Any

import click

from patchcheck.cli.exits import Exit
from patchcheck.cli.limits import limit_option
from patchcheck.cli.options import (
    judge_options,
    output_options,
    split,
    talk_options,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from patchcheck.report.explanation import ExplanationView

FORMATS = ("text", "json")


@click.command()
@click.argument("dump")
@click.argument("patch")
@limit_option
@judge_options
@output_options(FORMATS)
@talk_options
def explain(dump: str, patch: str, **values: Any) -> int:
    """Explain the verdict on PATCH for the host of DUMP.

    PATCH is a number, a full id or a foreign id; it need not be listed, installed or even known.
    """
    from patchcheck.cli.dumps import gather
    from patchcheck.cli.inputs import tables_read
    from patchcheck.cli.judging import DEFAULT_WORDS
    from patchcheck.cli.render import deliver, targets_of
    from patchcheck.cli.talk import say_diagnostics, say_not_judged
    from patchcheck.cli.worker import Ask, make_world, prepared
    from patchcheck.report import explanation as form
    from patchcheck.resolve.explain import explain as explained

    dumps, judge, talk, rest = split(values)
    targets = targets_of(FORMATS, **rest)
    ask = Ask(judge, ((False, judge.select or DEFAULT_WORDS),))
    gathered = gather(dumps._replace(dumps=(dump,)))
    hosts = gathered.hosts
    ground = prepared(ask)
    worlds = [make_world(host, ground, judge) for host in hosts]
    words = ground.words[False]
    views = [form.view(world, explained(world, patch, words)) for world in worlds]
    remarks = [*ground.tables.diagnostics, *gathered.remarks]
    remarks += [item for host in hosts for item in host.diagnostics]
    minded = say_diagnostics(remarks, talk)
    say_not_judged((host.hostname, host.not_judged_because) for host in hosts)
    inputs = (*tables_read(judge), *gathered.paths)
    deliver(
        targets,
        inputs,
        lambda name: form.render_json(views) if name == "json" else form.render(views),
    )
    if minded:
        return Exit.UNUSABLE
    if not all(host.judged for host in hosts):
        return Exit.NOT_JUDGED
    return _by_findings(views, judge.fail_on)


def _by_findings(views: "Sequence[ExplanationView]", kind: str | None) -> Exit:
    """How a run ends that was done: whether the patch is what `--fail-on` names."""
    from patchcheck.cli.ending import is_finding
    from patchcheck.cli.talk import say_findings

    names = [
        one.host.hostname for one in views if one.patch and kind and is_finding(one.patch, kind)
    ]
    if names:
        say_findings(kind or "", names)
    return Exit.FINDINGS if names else Exit.DONE
