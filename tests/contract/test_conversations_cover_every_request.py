"""Every request is shown in conversation in each of five classes: `conversations.yml` says by which tests."""

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.flows.listed import FLOWS

HERE = Path(__file__).resolve().parent
DIALOGUE = HERE.parent / "dialogue"
CLASSES = ("happy", "correction", "switch", "cancellation", "several")
LEAST_TESTS = 150


@cache
def table() -> dict[str, dict[str, Any]]:
    return yaml.safe_load((HERE / "conversations.yml").read_text())


@cache
def written() -> frozenset[str]:
    """`file::test` of every conversation test that there is."""
    return frozenset(
        f"{file.stem}::{node.name}"
        for file in DIALOGUE.glob("test_*.py")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


def named(cell: str | list[str]) -> list[str]:
    return [cell] if isinstance(cell, str) else cell


def test_every_flow_has_its_row() -> None:
    assert {row.partition(" ")[0] for row in table()} == {flow.name for flow in FLOWS}


@pytest.mark.parametrize("kind", CLASSES)
def test_every_request_is_shown_in_each_class(kind: str) -> None:
    for row, cells in table().items():
        assert set(cells) == set(CLASSES), row
        assert named(cells[kind]), (row, kind)


def test_the_tests_that_are_named_exist() -> None:
    listed = {each for cells in table().values() for cell in cells.values() for each in named(cell)}
    assert listed - written() == set()


def test_there_are_enough_of_them() -> None:
    assert len(written()) >= LEAST_TESTS
