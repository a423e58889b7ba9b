"""One target under atheris, which steers by the code that an input reaches; never returns.

python -m tests.fuzz.guided TARGET CORPUS OPTION-OF-LIBFUZZER...
"""

import importlib
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_OURS_OF = 2  # one mutation in two knows what the inputs are made of, the others are libFuzzer's


def main() -> None:
    """Lay out the corpus, and let libFuzzer run until its time is up."""
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["patchcheck"]):
        targets = importlib.import_module("tests.fuzz.targets")
        corpus = importlib.import_module("tests.fuzz.corpus")
    name, folder, *options = sys.argv[1:]
    for number, seed in enumerate(corpus.seeds(name)):
        (Path(folder) / f"seed-{number}").write_bytes(seed)
    atheris.Setup(
        [sys.argv[0], folder, *options], targets.TARGETS[name], custom_mutator=_mutator(atheris)
    )
    atheris.Fuzz()


def _mutator(atheris: Any) -> Callable[[bytes, int, int], bytes]:  # noqa: ANN401 (an untyped module)
    mutated = importlib.import_module("tests.fuzz.mutate").mutated

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        """Change an input, by ours or by libFuzzer's own means."""
        if seed % _OURS_OF:
            return bytes(atheris.Mutate(data, len(data))) if data else data
        found: bytes = mutated(data, random.Random(seed))  # noqa: S311 (no secret)
        return found[:most]

    return mutate


if __name__ == "__main__":
    main()
