"""The patches change upstream's speed, not its answers, and know the upstream they were written for."""

import json
import subprocess
import sys

import jsonschema
import pytest
import rasa.shared.utils.common
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.nlg import interpolator
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event

from bot.patches import FINGERPRINTS, apply_patches, upstream_fingerprints
from bot.tracker_store import BoundedTrackerStore

GOOD = {"events": [{"event": "slot", "name": "colour", "value": "red", "timestamp": None}], "responses": []}
BAD = [{"events": [{"event": "slot"}]}, {"events": "none"}, {"responses": ["text"]}]


@pytest.fixture(scope="module", autouse=True)
def patched() -> None:
    apply_patches()


def test_upstream_is_what_the_patches_were_written_for() -> None:
    program = "from bot.patches import upstream_fingerprints as f; import json; print(json.dumps(f()))"
    fresh = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(fresh.stdout.splitlines()[-1]) == FINGERPRINTS


@pytest.mark.parametrize("result", [GOOD, {}, {"events": []}])
def test_a_good_action_result_is_accepted(result: dict) -> None:
    assert RemoteAction("action_x", None)._validate_action_result(result)


@pytest.mark.parametrize("result", BAD)
def test_a_bad_action_result_is_refused_as_upstream_does(result: dict) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(result, RemoteAction.action_response_format_spec())
    with pytest.raises(jsonschema.ValidationError):
        RemoteAction("action_x", None)._validate_action_result(result)


def test_every_event_class_is_found_by_its_name() -> None:
    for event_class in rasa.shared.utils.common.all_subclasses(Event):
        for _ in range(2):
            assert Event.resolve_by_type(event_class.type_name).type_name == event_class.type_name


def test_an_unknown_event_is_refused_or_gives_the_default_each_time() -> None:
    for _ in range(2):
        assert Event.resolve_by_type("no_such_event", Event) is Event
        with pytest.raises(ValueError, match="no_such_event"):
            Event.resolve_by_type("no_such_event")


def test_patching_changes_what_is_patched() -> None:
    changed = {name for name, value in upstream_fingerprints().items() if FINGERPRINTS[name] != value}
    assert "rasa.core.actions.action.RemoteAction._validate_action_result" in changed


def test_a_tracker_store_is_used_bare_so_that_its_failures_are_seen() -> None:
    store = BoundedTrackerStore()
    assert Agent._create_tracker_store(store, Domain.empty()) is store
    assert isinstance(Agent._create_tracker_store(None, Domain.empty()), InMemoryTrackerStore)


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ("{title} is on its way.", "Boots 10[EU 44] is on its way."),
        ("{braces} is on its way.", "Set {a, b} is on its way."),
        ('/cancel_order{{"order_number": "{number}"}}', '/cancel_order{"order_number": "A1"}'),
        ('/report_problem{{"problem": "lost_parcel"}}', '/report_problem{"problem": "lost_parcel"}'),
        ("Nothing to fill.", "Nothing to fill."),
    ],
)
def test_a_response_is_filled_whatever_stands_in_its_values(response: str, said: str) -> None:
    values = {"title": "Boots 10[EU 44]", "braces": "Set {a, b}", "number": "A1"}
    assert interpolator.interpolate({"text": response}, values) == {"text": said}


def test_a_response_that_misses_a_value_fails_instead_of_being_said_unfilled() -> None:
    with pytest.raises(KeyError, match="number"):
        interpolator.interpolate("Order {number} is on its way.", {"title": "Boots"})
