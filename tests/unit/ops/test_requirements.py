"""The lists of packages hold what the code imports, and say nothing of where packages come from."""

import ast
import re
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from aisle.settings import ROOT

REQUIREMENTS = ROOT / "requirements"
OURS = {"actions", "aisle", "bot", "commerce", "connectors", "ops", "tests", "worker"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def required(file: str) -> set[str]:
    lines = (REQUIREMENTS / file).read_text().splitlines()
    return {normal(re.split(r"[\[=<>!;~ ]", line)[0]) for line in lines if line and line[0] not in "#-"}


def imported(files: Iterable[Path]) -> set[str]:
    """The distributions whose modules `files` import."""
    modules: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    third_party = modules - OURS - set(sys.stdlib_module_names)
    known = packages_distributions()
    return {normal(known[module][0]) for module in third_party if module in known}


def sources(*folders: str) -> list[Path]:
    return [file for folder in folders for file in (ROOT / folder).rglob("*.py")]


def test_what_the_product_imports_is_asked_for_by_name() -> None:
    files = sources("actions", "aisle", "commerce", "connectors", "ops", "worker")
    assert imported([*files, ROOT / "bot" / "encoder" / "export.py"]) <= required("app.in")


def test_what_the_tests_import_is_asked_for_by_name() -> None:
    in_the_other_environment = ROOT / "tests" / "unit" / "bot"
    files = [file for file in sources("tests") if not file.is_relative_to(in_the_other_environment)]
    assert imported(files) <= required("app.in") | required("dev.in")


@pytest.mark.parametrize("name", ["app", "dev", "rasa", "rasa-dev"])
def test_what_is_asked_for_is_resolved(name: str) -> None:
    assert required(f"{name}.in") <= required(f"{name}.txt")


def test_checks_run_on_what_the_product_runs_on() -> None:
    def pins(file: str) -> set[str]:
        return {line for line in (REQUIREMENTS / file).read_text().splitlines() if "==" in line}

    assert pins("app.txt") <= pins("dev.txt")


@pytest.mark.parametrize("file", sorted(REQUIREMENTS.glob("*.txt")), ids=lambda file: file.name)
def test_every_package_has_one_version_and_no_origin(file: Path) -> None:
    for line in file.read_text().splitlines():
        assert line.startswith("#") or re.fullmatch(r"[\w.-]+==[\w.]+", line), line
