"""Runs the trained graph without dask, which finds out anew at every message in which order its nodes go."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner


class OrderedGraphRunner(DaskGraphRunner):
    """Knows the nodes' order for each set of targets after the first message. One thread, as with dask."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """The targets' outputs by name; of all targets of the graph when none are named."""
        wanted = tuple(targets or self._graph_schema.target_names)
        done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._order(wanted):
            # As with dask, what nobody provides arrives as its name, and the node says what it misses.
            done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        return dict(done[name] for name in wanted)

    def _order(self, targets: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
        orders: dict[tuple[str, ...], list[tuple[str, tuple[str, ...]]]] = self.__dict__.setdefault(
            "_orders", {}
        )
        if targets not in orders:
            orders[targets] = _in_order(self._graph_schema.minimal_graph_schema(list(targets)))
        return orders[targets]


def _in_order(schema: GraphSchema) -> list[tuple[str, tuple[str, ...]]]:
    """Each node after those it needs, with their names."""
    ordered: dict[str, tuple[str, ...]] = {}

    def visit(name: str) -> None:
        if name in schema.nodes and name not in ordered:
            needs = tuple(schema.nodes[name].needs.values())
            for need in needs:
                visit(need)
            ordered[name] = needs

    for name in schema.nodes:
        visit(name)
    return list(ordered.items())
