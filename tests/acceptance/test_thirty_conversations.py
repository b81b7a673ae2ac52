"""The same thirty conversations on every channel: understood, stored and said alike, each shown its way."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from commerce.carts.models import Cart, CartLine
from commerce.database import Sessions, create_engine, sessions_of
from commerce.help.load import load_help_articles
from commerce.orders.models import Order, OrderLine, Payment, Refund
from commerce.returns.models import ReturnLine, ReturnRequest
from commerce.support.models import Handoff, Message
from connectors.channels.sms.gsm import fitted
from tests.acceptance.surfaces import Heard, Slack, Sms, Surface, Web, World
from tests.acceptance.thirty_conversations import CONVERSATIONS, Conversation, Turn
from tests.conftest import create_database, database_address
from tests.dialogue.servers import ROOT, VAR, Servers, running_servers
from tests.dialogue.shoppers import ShopperWithOrders, a_shopper_with_orders
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.slack_events import TEAM
from tests.fakes.twilio import NUMBER, SID, TOKEN, FakeTwilio, TwilioCaller, running_twilio

_phones = count(1)

SURFACES = {"web": Web, "sms": Sms, "slack": Slack}


@dataclass(frozen=True)
class Books:
    """What is stored of a shopper, without what differs from one run to the next."""

    identity: str
    orders: list[tuple[str, int]]
    addresses: list[str]
    payments: list[int]
    refunds: list[tuple[int, str]]
    returns: list[tuple[str, str, list[tuple[str, str, int]]]]
    cart: list[int]
    handoffs: list[str]


@dataclass(frozen=True)
class Outcome:
    """A conversation on one channel when it is over."""

    books: Books
    transcript: list[tuple[str, str, list[str]]]


@pytest.fixture(scope="session")
def store_url(postgres_server: str, jobs_template: str) -> str:
    create_database(postgres_server, "channels_store", template=jobs_template)
    create_database(postgres_server, "channels_tracker")
    return database_address(postgres_server, "channels_store")


@pytest.fixture(scope="session")
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    fake.start()
    yield fake
    fake.stop()
    assert fake.complaints == []


@pytest.fixture(scope="session")
async def twilio() -> AsyncIterator[FakeTwilio]:
    async with running_twilio() as fake:
        yield fake
    assert fake.complaints == []


@pytest.fixture(scope="session")
def servers(postgres_server: str, store_url: str, slack: FakeSlack, twilio: FakeTwilio) -> Iterator[Servers]:
    settings = {
        "AISLE_SLACK_BOT_TOKEN": BOT_TOKEN,
        "AISLE_SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "AISLE_SLACK_TEAM": TEAM,
        "AISLE_SLACK_API_URL": slack.api_url,
        "AISLE_TWILIO_ACCOUNT_SID": SID,
        "AISLE_TWILIO_AUTH_TOKEN": TOKEN,
        "AISLE_TWILIO_NUMBER": NUMBER,
        "AISLE_TWILIO_API_URL": twilio.url,
    }
    tracker_url = database_address(postgres_server, "channels_tracker")
    with running_servers(store_url, tracker_url, with_worker=True, **settings) as running:
        yield running


@pytest.fixture(scope="session")
def help_articles(store_url: str) -> Iterator[Future[None]]:
    """Read while the servers start."""
    with ThreadPoolExecutor(max_workers=1) as reading:
        yield reading.submit(asyncio.run, _load_help(store_url))


async def _load_help(store_url: str) -> None:
    folder = ROOT / "data" / "help"
    await load_help_articles(store_url, folder, lambda line: None, encoder_folder=VAR / "encoder")


@pytest.fixture(scope="session")
async def world(
    help_articles: Future[None], servers: Servers, store_url: str, slack: FakeSlack, twilio: FakeTwilio
) -> AsyncIterator[World]:
    await asyncio.wrap_future(help_articles)
    engine = create_engine(store_url)
    async with httpx.AsyncClient(base_url=servers.gateway_url, timeout=60) as client:
        caller = TwilioCaller(client, servers.gateway_url)
        yield World(client, sessions_of(engine), slack, twilio, caller)
    await engine.dispose()


def test_there_are_thirty() -> None:
    assert len({conversation.name for conversation in CONVERSATIONS}) == len(CONVERSATIONS) == 30


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.name)
async def test_it_is_the_same_on_every_channel(world: World, conversation: Conversation) -> None:
    async with asyncio.TaskGroup() as side_by_side:
        held = {name: side_by_side.create_task(outcome_on(world, name, conversation)) for name in SURFACES}
    outcomes = {name: task.result() for name, task in held.items()}
    on_the_web = outcomes["web"]
    for field, value in conversation.ends.items():
        assert getattr(on_the_web.books, field) == value, field
    for name, outcome in outcomes.items():
        assert outcome.books == on_the_web.books, name
        assert outcome.transcript == on_the_web.transcript, name


async def outcome_on(world: World, channel: str, conversation: Conversation) -> Outcome:
    """Hold the conversation on a channel with a shopper of its own."""
    phone = f"+1415555{next(_phones):04d}"
    shopper = await a_shopper_with_orders(world.sessions, first_name="Jane", phone=phone)
    orders = await conversation.world(shopper)
    words = {
        "email": shopper.email,
        "order": orders[0].number if orders else "",
        "other": orders[1].number if orders[1:] else "",
    }
    surface: Surface = SURFACES[channel](world, shopper, is_known=conversation.is_known)
    for turn in conversation.turns:
        send = surface.choose if turn.is_choice else surface.say
        expect(turn, await send(turn.said.format(**words)), words, channel)
    stored = await surface.conversation()
    books = await books_of(world.sessions, shopper, stored.id, str(stored.identity_level))
    return Outcome(books, await transcript_of(world.sessions, stored.id, words))


def expect(turn: Turn, heard: Heard, words: dict[str, str], channel: str) -> None:
    """What the shopper is to see on whichever channel."""
    where = f"on {channel} after {turn.said!r}: {heard}"
    for each in turn.hears:
        assert typed(each.format(**words)) in typed(heard.text), f"{each!r} {where}"
    for title in turn.offers:
        assert any(offer.startswith(title) for offer in heard.offers), f"{title!r} {where}"
    if turn.card is not None:
        assert any(card.startswith(turn.card.format(**words)) for card in heard.cards), where


def typed(text: str) -> str:
    """Words as a typewriter has them, which is how a text message has them."""
    return fitted(text).lower()


async def books_of(
    sessions: Sessions, shopper: ShopperWithOrders, conversation_id: UUID, identity: str
) -> Books:
    async with sessions() as session:

        async def rows(query: Any) -> list[Any]:
            return list((await session.execute(query)).all())

        own = Order.customer_id == shopper.id
        orders = await rows(
            select(Order.status, Order.total_minor, Order.shipping_address).where(own).order_by(Order.number)
        )
        payments = await rows(
            select(Payment.amount_minor).join(Order, Order.id == Payment.order_id).where(own)
        )
        refunds = await rows(
            select(Refund.amount_minor, Refund.status).join(Order, Order.id == Refund.order_id).where(own)
        )
        returned = await rows(
            select(ReturnRequest.id, ReturnRequest.kind, ReturnRequest.status)
            .join(Order, Order.id == ReturnRequest.order_id)
            .where(own)
            .order_by(ReturnRequest.created_at)
        )
        lines = await rows(
            select(ReturnLine.return_request_id, ReturnLine.reason, ReturnLine.condition, ReturnLine.quantity)
            .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(own)
            .order_by(OrderLine.position)
        )
        cart = await rows(
            select(CartLine.quantity)
            .join(Cart, Cart.id == CartLine.cart_id)
            .where(Cart.customer_id == shopper.id)
        )
        handoffs = await rows(select(Handoff.escalation).where(Handoff.conversation_id == conversation_id))
    return Books(
        identity=identity,
        orders=[(str(status), total) for status, total, _ in orders],
        addresses=[address["line1"] for *_, address in orders],
        payments=sorted(amount for (amount,) in payments),
        refunds=sorted((amount, str(status)) for amount, status in refunds),
        returns=[
            (
                str(kind),
                str(status),
                [(str(why), str(state), count) for request, why, state, count in lines if request == each],
            )
            for each, kind, status in returned
        ],
        cart=sorted(quantity for (quantity,) in cart),
        handoffs=[str(escalation) for (escalation,) in handoffs],
    )


# What is another one for each shopper, and the one phrase that is the channel's own.
_DIFFERS = (
    (re.compile(r"RMA-\w+"), "RMA"),
    (re.compile(r"1Z\w+|\b\d{10,}\b"), "TRACKING"),
    (re.compile(r"here in (?:this chat|Slack)|by text message"), "HERE"),
    (re.compile(r"12 Elm Street, Denver, CO \d{5}"), "ADDRESS"),
)


async def transcript_of(
    sessions: Sessions, conversation_id: UUID, words: dict[str, str]
) -> list[tuple[str, str, list[str]]]:
    """Who said what, with which quick replies."""
    async with sessions() as session:
        messages = await session.scalars(
            select(Message).where(Message.conversation_id == conversation_id).order_by(Message.position)
        )
        return [
            (
                str(message.author),
                without_differences(message.text, words),
                [without_differences(each["title"], words) for each in message.quick_replies],
            )
            for message in messages
        ]


def without_differences(text: str, words: dict[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(value, name.upper()) if value else text
    text = re.sub(r"https?://\S+", "LINK", text)
    for pattern, name in _DIFFERS:
        text = pattern.sub(name, text)
    return text
