"""The graph gives what dask gives."""

from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from bot.graph_runner import OrderedGraphRunner

RUN: list[str] = []


class Joins(GraphComponent):
    """Puts its inputs behind its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> "Joins":
        return cls(config["name"])

    def run(self, **inputs: str) -> str:
        RUN.append(self.name)
        return f"{self.name}({','.join(inputs.values())})"


def node(name: str, *, is_target: bool = False, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs,
        uses=Joins,
        constructor_name="create",
        fn="run",
        config={"name": name},
        is_target=is_target,
    )


SCHEMA = GraphSchema(
    {
        "last": node("last", a="left", b="right", is_target=True),
        "left": node("left", a="first"),
        "right": node("right", a="first", b="given"),
        "first": node("first", a="given"),
        "unused": node("unused", a="missing"),
    }
)


def a_runner(kind: type[DaskGraphRunner]) -> DaskGraphRunner:
    return kind.create(SCHEMA, None, ExecutionContext(SCHEMA, "a-model"), [])


@pytest.mark.parametrize("targets", [None, ["last"], ["right", "left"], ["first"]])
def test_outputs_are_those_of_dask(targets: list[str] | None) -> None:
    ordered, dask = (
        a_runner(kind).run({"given": "text"}, targets) for kind in (OrderedGraphRunner, DaskGraphRunner)
    )
    assert ordered == dask


def test_each_node_runs_once_and_only_if_it_is_needed() -> None:
    runner = a_runner(OrderedGraphRunner)
    for text in ("one", "two"):
        RUN.clear()
        assert text in runner.run({"given": text}, ["last"])["last"]
        assert sorted(RUN) == ["first", "last", "left", "right"]


def test_a_missing_input_is_named() -> None:
    with pytest.raises(GraphRunError, match="missing"):
        a_runner(OrderedGraphRunner).run({"given": "text"}, ["unused"])
