"""The threat model's promises: each names tests, and these exist."""

import ast
import re

import pytest

from tests.run import ROOT

_TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
_PROMISES = _TEXT.partition("## What is promised\n")[2].partition("\n## ")[0]
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED = sorted(set(_TEST.findall(_TEXT)))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("promise", [one for one in _PROMISES.split("\n\n") if one.strip()])
def test_each_promise_names_a_test(promise: str) -> None:
    assert promise.lstrip().startswith("**")
    assert _TEST.search(promise)
