"""The alert rules and the dashboard ask for figures that there are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from prometheus_client import CollectorRegistry

from commerce.desk.operations import JobQueue, Operations, Waiting
from connectors.edge.meters import REGISTRY
from connectors.server.metrics import store_registry

MONITORING = Path(__file__).resolve().parents[2] / "ops" / "monitoring"
_FROM_PROMETHEUS = {"up"}
_NAME = re.compile(r"\b(?:aisle_\w+|process_\w+|up)\b")
_FOUND = Operations(Waiting(0, 0), Waiting(0, 0), 0, [JobQueue("t", 0, 0, 0, 0.0)], 0, 0)


def names_of(*registries: CollectorRegistry) -> set[str]:
    suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"], "gauge": [""]}
    return {
        metric.name + suffix
        for registry in registries
        for metric in registry.collect()
        for suffix in suffixes[metric.type]
    }


def expressions() -> Iterator[str]:
    for group in yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"]:
        yield from (rule["expr"] for rule in group["rules"])
    for panel in json.loads((MONITORING / "dashboard.json").read_text())["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def test_every_figure_that_is_asked_for_is_there() -> None:
    there = names_of(REGISTRY, store_registry(_FOUND)) | _FROM_PROMETHEUS
    asked = {name for expression in expressions() for name in _NAME.findall(expression)}
    assert len(asked) > 15
    assert asked - there == set()
