"""What we change in Rasa 3.6.21 at run time, each for a measured reason, and what it stands on.

Every patch replaces one function or name upstream. `upstream_fingerprints` hashes the source each one was
written against; a test compares them with FINGERPRINTS, so that another Rasa cannot be patched unseen.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import types
from collections.abc import Callable
from typing import Any

import jsonschema
import jsonschema.exceptions
import jsonschema.validators
import rasa
import rasa.core.actions.action
import rasa.core.actions.forms
import rasa.core.agent
import rasa.core.nlg.interpolator
import rasa.core.policies.memoization
import rasa.core.policies.rule_policy
import rasa.core.processor
import rasa.core.tracker_store
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig

from bot.graph_runner import OrderedGraphRunner
from bot.turns import TurnProcessor

RASA_VERSION = "3.6.21"

# In these modules `copy` is used for nothing but copying arguments of debug log lines.
_DEBUG_COPIERS = (
    rasa.core.processor,
    rasa.core.policies.memoization,
    rasa.core.policies.rule_policy,
    rasa.core.actions.forms,
)

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^\n{}]+)\}")

FINGERPRINTS = {
    "rasa.core.actions.action.RemoteAction._validate_action_result": "f8cdb4be68123961",
    "rasa.core.actions.action.RemoteAction.action_response_format_spec": "091b74aa3738d126",
    "rasa.shared.core.events.Event.resolve_by_type": "b5cf570fa7f286c7",
    "rasa.core.processor.MessageProcessor.handle_message": "0c41d4780d2d4676",
    "rasa.core.processor.MessageProcessor.log_message": "f2f8ec66a291d83d",
    "rasa.core.processor.MessageProcessor.fetch_tracker_and_update_session": "400f21a2ea5d3426",
    "rasa.core.processor.MessageProcessor.get_tracker": "a62e1aad7734c717",
    "rasa.core.processor.MessageProcessor._handle_message_with_tracker": "f42e1ae303933d9f",
    "rasa.core.processor.MessageProcessor._run_action": "6d383d0179ef1187",
    "rasa.core.processor.MessageProcessor._run_prediction_loop": "cb30a0cbb690c571",
    "rasa.core.processor.MessageProcessor.run_anonymization_pipeline": "1a0953a2cbf34f66",
    "rasa.core.agent.Agent.load_model": "f4c1ab4c5c7af634",
    "rasa.core.agent.Agent.handle_message": "ba53507e4d5532a3",
    "rasa.core.agent.Agent._create_tracker_store": "97499b594b45581b",
    "rasa.engine.runner.dask.DaskGraphRunner.run": "45f0f52f574f3aa9",
    "rasa.engine.runner.dask.DaskGraphRunner._build_dask_graph": "5bb99f974d512a36",
    "rasa.engine.graph.GraphNode.__call__": "66127a2bfb6fcf1e",
    "rasa.core.actions.forms.FormAction._create_unique_entity_mappings": "ee4657bb319daa68",
    "rasa.utils.endpoints.EndpointConfig.request": "ccdb778aed8208e2",
    "rasa.core.actions.action.RemoteAction._action_call_format": "428795b944f22edb",
    "rasa.core.processor": "96032f8e40dd8fe2",
    "rasa.core.nlg.interpolator.interpolate_text": "103660b426d1753b",
    "rasa.core.policies.memoization": "2f4b0f977c2541ff",
    "rasa.core.policies.rule_policy": "7a1f46d3b5b2bbb6",
    "rasa.core.actions.forms": "0ddbe51d6a094786",
}


class WrongRasaVersion(Exception):
    """The installed Rasa is not the one the patches were written for."""


def apply_patches() -> None:
    """Applies every patch to the imported Rasa; raises WrongRasaVersion."""
    if rasa.__version__ != RASA_VERSION:
        raise WrongRasaVersion(
            f"Rasa {rasa.__version__} is installed, but the patches are for {RASA_VERSION}"
        )
    _compile_action_schema()
    _cache_event_types()
    _drop_debug_copies()
    _process_turns_once()
    _run_the_graph_in_order()
    _keep_unique_mappings()
    _let_the_tracker_store_fail()
    _fill_each_placeholder()


def _compile_action_schema() -> None:
    """25-30 ms of CPU on every custom action went into preparing a schema that never changes."""
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)(schema)

    def validate_action_result(_: RemoteAction, result: dict[str, Any]) -> bool:
        if error := jsonschema.exceptions.best_match(validator.iter_errors(result)):
            raise error
        return True

    RemoteAction._validate_action_result = validate_action_result


def _cache_event_types() -> None:
    """Upstream walks all event classes, asking each whether it is abstract, for every event it reads."""
    original: Callable[..., type[Event] | None] = Event.resolve_by_type
    known: dict[str, type[Event]] = {}

    def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        if type_name not in known:
            found = original(type_name, default)
            if found is None or found is default:
                return found
            known[type_name] = found
        return known[type_name]

    Event.resolve_by_type = staticmethod(resolve_by_type)


def _drop_debug_copies() -> None:
    """Upstream deep-copies states and events for debug lines that are not written."""
    uncopied = types.SimpleNamespace(deepcopy=lambda value: value)
    for module in _DEBUG_COPIERS:
        module.copy = uncopied


def _process_turns_once() -> None:
    """A message the conversation already holds is answered again, not run again; see bot.turns."""
    rasa.core.agent.MessageProcessor = TurnProcessor


def _run_the_graph_in_order() -> None:
    """Copying and ordering the graph at every run took a seventh of a plain turn; see bot.graph_runner."""
    rasa.core.processor.DaskGraphRunner = OrderedGraphRunner


def _keep_unique_mappings() -> None:
    """Upstream compares all slots' mappings anew for every slot of an active form: a twentieth of a turn."""
    original: Callable[[FormAction, Domain], set[str]] = FormAction._create_unique_entity_mappings
    known: dict[str, tuple[Domain, set[str]]] = {}

    def create_unique_entity_mappings(self: FormAction, domain: Domain) -> set[str]:
        kept = known.get(self.name())
        if kept is None or kept[0] is not domain:
            kept = known[self.name()] = (domain, original(self, domain))
        return kept[1]

    FormAction._create_unique_entity_mappings = create_unique_entity_mappings


def _let_the_tracker_store_fail() -> None:
    """Upstream replaces a failing tracker store by an empty one in memory: the conversation is forgotten."""

    def create_tracker_store(store: Any, domain: Any) -> Any:
        store = store or rasa.core.tracker_store.InMemoryTrackerStore(domain)
        store.domain = domain
        return store

    Agent._create_tracker_store = staticmethod(create_tracker_store)


def _fill_each_placeholder() -> None:
    """Upstream sends the text unfilled when a value is missing, or holds "0[", as "10[EU 44]" does."""

    def interpolate_text(response: str, values: dict[str, Any]) -> str:
        def filled(found: re.Match[str]) -> str:
            return found[0][0] if found[1] is None else str(values[found[1]])

        return _PLACEHOLDER.sub(filled, response)

    rasa.core.nlg.interpolator.interpolate_text = interpolate_text


def upstream_fingerprints() -> dict[str, str]:
    """SHA-256 (first 16 digits) of the source of everything the patches replace or rely on.

    To be called before the patches are applied.
    """
    functions = {
        f"{owner.__module__}.{owner.__qualname__}.{name}": inspect.getattr_static(owner, name)
        for owner, names in _STANDS_ON.items()
        for name in names
    }
    sources = {
        name: inspect.getsource(function.__func__ if isinstance(function, staticmethod) else function)
        for name, function in functions.items()
    }
    sources["rasa.core.nlg.interpolator.interpolate_text"] = inspect.getsource(
        rasa.core.nlg.interpolator.interpolate_text
    )
    for module in _DEBUG_COPIERS:
        lines = inspect.getsource(module).splitlines()
        sources[module.__name__] = "\n".join(line.strip() for line in lines if "copy." in line)
    return {name: hashlib.sha256(source.encode()).hexdigest()[:16] for name, source in sources.items()}


_STANDS_ON: dict[type, tuple[str, ...]] = {
    RemoteAction: ("_validate_action_result", "action_response_format_spec", "_action_call_format"),
    DaskGraphRunner: ("run", "_build_dask_graph"),
    GraphNode: ("__call__",),
    FormAction: ("_create_unique_entity_mappings",),
    EndpointConfig: ("request",),
    Event: ("resolve_by_type",),
    MessageProcessor: (
        "handle_message",
        "log_message",
        "fetch_tracker_and_update_session",
        "get_tracker",
        "_handle_message_with_tracker",
        "_run_action",
        "_run_prediction_loop",
        "run_anonymization_pipeline",
    ),
    Agent: ("load_model", "handle_message", "_create_tracker_store"),
}
