"""Ctrl-C while the program is still being loaded."""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType

import pytest

from patchcheck.cli.exits import Exit
from patchcheck.cli.start import INTERRUPTED, patchcheck, patchk


class Interrupted(MetaPathFinder):
    """Finds nothing: the user has had enough."""

    def find_spec(
        self, _name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> None:
        raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("command", "module"),
    [(patchcheck, "patchcheck.cli.main"), (patchk, "patchcheck.cli.patchk")],
)
def test_ctrl_c_while_loading_ends_with_one_line(
    command: Callable[[], None],
    module: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        command()
    assert ended.value.code == INTERRUPTED == Exit.INTERRUPTED
    assert capsys.readouterr() == ("", "interrupted; nothing was begun\n")
