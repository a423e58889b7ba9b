"""`make fuzz`: every target in turn, and a table of what came of it; 1 where something was found.

python -m tests.fuzz.run [--seconds N] [--seeds] [TARGET ...]

By atheris where it is installed, steered by the code that an input reaches; else, and with
`--seeds`, by mutations alone, the same ones each time. What breaks a target is left in
build/fuzz/TARGET: mend it, then keep the file under tests/fuzz/finds/TARGET.
"""

import argparse
import hashlib
import importlib.util
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tabulate import tabulate

from tests.fuzz.corpus import seeds
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS
from tests.run import ROOT

NEW = ROOT / "build" / "fuzz"
_SLOWEST = 30  # seconds for one input; no honest one takes a tenth of it
_LARGEST = 2_048  # MiB
_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_STATE = re.compile(r"#\d+\s.*?cov: (\d+) ft: (\d+) corp: (\d+)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one target; coverage and corpus as libFuzzer counts them, None without it.

    `edges` are places of the code that were reached, `features` these and how often.
    """

    target: str
    executions: int
    edges: int | None
    features: int | None
    corpus: int | None
    finds: int


def guided(target: str, seconds: int) -> Outcome:
    """Fuzz by atheris, in a process of its own: libFuzzer ends it at the first find."""
    folder = _folder_of_new(target)
    before = len(list(folder.iterdir()))
    with tempfile.TemporaryDirectory() as corpus:
        options = (
            f"-max_total_time={seconds}",
            f"-timeout={_SLOWEST}",
            f"-rss_limit_mb={_LARGEST}",
            f"-artifact_prefix={folder}/",
            "-print_final_stats=1",
        )
        command = [sys.executable, "-m", "tests.fuzz.guided", target, corpus, *options]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = ran.stderr + ran.stdout
    finds = len(list(folder.iterdir())) - before
    if ran.returncode and not finds:
        raise SystemExit(f"{target}: the fuzzer itself failed:\n{told[-2_000:]}")
    if finds:
        sys.stderr.write(told[-4_000:])
    done, states = _DONE.search(told), _STATE.findall(told)
    edges, features, kept = map(int, states[-1]) if states else (0, 0, 0)
    return Outcome(target, int(done[1]) if done else 0, edges, features, kept, finds)


def by_seeds(target: str, seconds: float) -> Outcome:
    """Run the corpus, then mutations of it from a fixed seed, until the time is up."""
    chance = random.Random(target)  # noqa: S311 (no secret: the same mutations each time)
    found = seeds(target)
    finds = sum(_breaks(target, seed) for seed in found)
    executions = len(found)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        finds += _breaks(target, mutated(chance.choice(found), chance))
        executions += 1
    return Outcome(target, executions, None, None, None, finds)


def _breaks(target: str, data: bytes) -> bool:
    """Whether an input breaks a target; it is then kept, and told of."""
    try:
        TARGETS[target](data)
    except Exception:  # noqa: BLE001 (any is a find)
        path = _folder_of_new(target) / f"find-{hashlib.sha256(data).hexdigest()[:12]}"
        path.write_bytes(data)
        sys.stderr.write(f"{path}:\n{traceback.format_exc()}\n")
        return True
    return False


def _folder_of_new(target: str) -> Path:
    folder = NEW / target
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _engine(*, seeds_only: bool) -> tuple[str, Callable[[str, int], Outcome]]:
    if seeds_only:
        return "mutations from fixed seeds", by_seeds
    if importlib.util.find_spec("atheris") is None:
        return "atheris is not installed: mutations from fixed seeds, without coverage", by_seeds
    return "atheris, guided by coverage", guided


def main() -> None:
    """Share the time out among the targets, print the table."""
    parser = argparse.ArgumentParser(prog="fuzz", description="Fuzz readers and whole runs.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=900, help="for all targets together")
    parser.add_argument("--seeds", action="store_true", help="the same mutations each time")
    chosen = parser.parse_args()
    if unknown := set(chosen.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}; known: {', '.join(TARGETS)}")
    names = chosen.targets or list(TARGETS)
    words, engine = _engine(seeds_only=chosen.seeds)
    each = max(1, chosen.seconds // len(names))
    sys.stdout.write(f"{words}; {each} s for each of {len(names)} targets\n")
    sys.stdout.flush()
    outcomes = [engine(name, each) for name in names]
    rows = [
        (one.target, one.executions, one.edges, one.features, one.corpus, one.finds)
        for one in outcomes
    ]
    headings = ("target", "executions", "edges", "features", "corpus", "finds")
    sys.stdout.write(tabulate(rows, headings, tablefmt="github", missingval="-") + "\n")
    sys.exit(1 if any(one.finds for one in outcomes) else 0)


if __name__ == "__main__":
    main()
