"""The action server: Rasa's own, with our actions built on their dependencies."""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from hmac import compare_digest
from types import MappingProxyType
from typing import Any

import structlog
from rasa_sdk import Action
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import (
    ActionExecutionRejection,
    ActionMissingDomainException,
    ActionNotFoundException,
)
from sanic import HTTPResponse, Request, Sanic, json
from sqlalchemy import text
from structlog.contextvars import bound_contextvars

import commerce.models  # noqa: F401  every table, so that foreign keys resolve
from actions.answers.alerts import ActionAlert
from actions.answers.failed_turn import ActionGiveUp
from actions.answers.finding import ActionFindProducts
from actions.answers.other_language import ActionOtherLanguage
from actions.answers.policy import ActionAnswerPolicy
from actions.answers.product_questions import PRODUCT_QUESTIONS, ActionAnswerProduct
from actions.answers.recommending import ActionRecommendProducts
from actions.answers.reminders import REMINDER_ANSWERS
from actions.answers.shop_action import ShopAction
from actions.answers.small_talk import SMALL_TALK
from actions.answers.talk import ANSWERS
from actions.answers.topic import ActionAnswerTopic
from actions.answers.topics import TOPICS
from actions.engine.form import ValidateFlowForm
from actions.flows.listed import FLOWS
from actions.replies.help import Encode, HelpAnswers
from actions.turn.shop import Shop
from aisle.logs import described
from aisle.tracing import part_of_caller
from commerce.database import DATABASE_ERRORS

logger = structlog.get_logger(__name__)

_caller: ContextVar[Mapping[str, str]] = ContextVar("caller", default=MappingProxyType({}))

FINDING: tuple[type[ShopAction], ...] = (
    ActionFindProducts,
    ActionAnswerProduct,
    ActionRecommendProducts,
    ActionAlert,
)


def all_actions(shop: Shop, encode: Encode) -> Iterable[Action]:
    """Every action that Rasa may ask for."""
    flows = {flow.name: flow for flow in FLOWS}
    help_answers = HelpAnswers(encode)
    answers: tuple[type[ShopAction], ...] = (
        *ANSWERS,
        *SMALL_TALK,
        *FINDING,
        *REMINDER_ANSWERS,
        ActionAnswerPolicy,
    )
    by_intent = {intent: flow.form for flow in FLOWS for intent in flow.intents} | {
        each.intent: each.action_name for each in answers if each.intent
    }
    by_intent |= dict.fromkeys(TOPICS, ActionAnswerTopic.action_name)
    by_intent |= dict.fromkeys(PRODUCT_QUESTIONS, ActionAnswerProduct.action_name)
    yield from (ValidateFlowForm(flow, flows, by_intent, shop, help_answers) for flow in FLOWS)
    yield from (answer(shop, by_intent) for answer in (*ANSWERS, *SMALL_TALK, *FINDING, *REMINDER_ANSWERS))
    yield ActionAnswerPolicy(shop, by_intent, help_answers)
    yield ActionAnswerTopic(shop, by_intent, help_answers)
    yield ActionOtherLanguage(shop, by_intent)
    yield ActionGiveUp(shop, by_intent, flows)


_HEALTH = "/health"


class ActionBroke(Exception):
    """An action raised something: `kind` names it, `may_pass` tells that the database is away."""

    def __init__(self, action_name: str, error: Exception) -> None:
        super().__init__(f"{action_name}: {type(error).__name__}")
        self.action_name = action_name
        self.kind = type(error).__name__
        self.may_pass = isinstance(error, DATABASE_ERRORS)


class _DiscreetExecutor(ActionExecutor):
    """Rasa's, but what an action raises reaches neither its log nor its answer with the conversation."""

    async def run(self, action_call: dict[str, Any]) -> Any:
        told = (action_call.get("tracker") or {}).get("latest_message") or {}
        try:
            with (
                bound_contextvars(message=(told.get("metadata") or {}).get("message_id")),
                part_of_caller(str(action_call.get("next_action")), _caller.get()),
            ):
                return await super().run(action_call)
        except (ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException):
            raise
        except Exception as error:  # noqa: BLE001  what it was is told below
            broke = ActionBroke(str(action_call.get("next_action")), error)
            message = (told.get("metadata") or {}).get("message_id")
            logger.error("action failed", action=broke.action_name, message=message, **described(error))
            raise broke from None


async def _tell_kind(_: Request, broke: ActionBroke) -> HTTPResponse:
    return json({"error": broke.kind, "action_name": broke.action_name}, 503 if broke.may_pass else 500)


def create_server(shop: Shop, encode: Encode, secret: str) -> Sanic:
    """The web application that answers those who know `secret`; it does not start without the database."""
    executor = _DiscreetExecutor()
    for action in all_actions(shop, encode):
        executor.register_action(action)
    app = create_app(executor, cors_origins=[])
    app.config.ACCESS_LOG = False
    app.error_handler.add(ActionBroke, _tell_kind)

    @app.on_request
    async def refuse_strangers(request: Request) -> HTTPResponse | None:
        _caller.set(request.headers)
        given = request.headers.get("authorization", "")
        if request.path == _HEALTH or compare_digest(given.encode(), f"Bearer {secret}".encode()):
            return None
        return json({"error": "unauthorized"}, 401)

    @app.before_server_start
    async def connect(_: Sanic) -> None:
        async with shop.sessions() as session:
            await session.execute(text("SELECT 1"))

    return app
