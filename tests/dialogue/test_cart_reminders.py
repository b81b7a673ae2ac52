"""A reminder of a cart is a conversation: every answer to it, on the web and by text."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from commerce.carts.models import Cart, CartLine
from commerce.checkout.models import Checkout
from commerce.clock import SystemClock
from commerce.consent.ledger import Subscriber, grant, may_write
from commerce.consent.models import ConsentSource, Topic
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.help.encoder import QuestionEncoder
from commerce.journeys.files import journeys
from commerce.journeys.models import JourneyRun, RunStatus, SubjectKind
from commerce.journeys.setup import stepper_of
from commerce.journeys.versions import keep_version
from commerce.links.documents import DocumentLinks
from commerce.notifications.notifier import CatalogueNotifier
from commerce.orders.models import Order, OrderStatus
from commerce.promotions.models import SingleUseCode
from commerce.search.indexing import index_products
from commerce.support.models import Handoff, Message
from tests.dialogue.chat import Chat
from tests.dialogue.phone import PhoneChat
from tests.dialogue.servers import SECRET, VAR, Servers
from tests.dialogue.shoppers import ShopperWithOrders, ahead, today
from tests.factories import RecordedMail, a_notifier, a_product, a_variant, store

CART = journeys()["abandoned_cart"]
CLOCK = SystemClock("America/New_York")
# What is sent where: a cart is texted about once.
STEPS = [("web", "reminder"), ("web", "second_look"), ("web", "offer"), ("sms", "reminder")]


class Reminding:
    """A shopper who left a blue lamp and boots in their cart, and was just reminded of it."""

    def __init__(self, chat: Chat, sessions: Sessions, customer: Customer, url: str) -> None:
        self.chat, self.sessions, self.customer = chat, sessions, customer
        notifier: CatalogueNotifier = a_notifier(RecordedMail(), CLOCK, url)
        self.stepper = stepper_of(sessions, CLOCK, notifier, DocumentLinks("https://store.example", SECRET))
        self.cart_id, self.titles = UUID(int=0), ""

    async def leave_cart(self, age: timedelta, *, alone: bool = False, price_minor: int = 6000) -> None:
        """Leave the cart that long ago, the lamp alone or with the boots."""
        left_at = CLOCK.now() - age
        # Goods of this test's own, as other tests leave carts in the same store.
        kind = f"{self.customer.id[-3:]}".translate(str.maketrans("0123456789", "ghijklmnop")).title()
        lamp, boots = a_product(title=f"{kind} Lamp"), a_product(title=f"{kind} Boots")
        self.titles = lamp.title if alone else f"{lamp.title} and {boots.title}"
        cart = Cart(customer_id=self.customer.id, created_at=left_at, updated_at=left_at)
        async with self.sessions.begin() as session:
            blue = a_variant(lamp, options={"color": "blue"}, price_minor=price_minor)
            green = a_variant(lamp, options={"color": "green"}, price_minor=price_minor, stock_on_hand=0)
            size = a_variant(boots, options={"size": "9"}, price_minor=price_minor)
            await store(session, lamp, boots, blue, green, size, cart)
            skus = [blue.sku] if alone else [blue.sku, size.sku]
            lines = [CartLine(cart_id=cart.id, sku=sku, quantity=1) for sku in skus]
            session.add_all(lines)
            channel, address = ("sms", self.chat.number) if isinstance(self.chat, PhoneChat) else ("web", "")
            if channel == "sms":
                await grant(session, Subscriber("sms", address), set(Topic), ConsentSource.SIGN_UP)
        self.cart_id = cart.id

    async def remind(self, step: str = "reminder") -> str:
        """Take one step of the journey; what was said."""
        found = CART.find(step)
        assert found is not None
        async with self.sessions.begin() as session:
            await keep_version(session, CART)
            cart = await session.get_one(Cart, self.cart_id)
            session.add(
                JourneyRun(
                    journey=CART.name,
                    version=CART.version,
                    customer_id=self.customer.id,
                    subject_kind=SubjectKind.CART,
                    subject=str(self.cart_id),
                    occasion="this",
                    step=step,
                    started_at=cart.updated_at,
                    due_at=CLOCK.now(),
                )
            )
        await self.stepper.take_all()
        [told] = await self.told()
        return told

    async def told(self) -> list[str]:
        """What the store said first in the conversation."""
        async with self.sessions() as session:
            found = await session.scalars(
                select(Message.text).where(
                    Message.conversation_id == self.chat.id, Message.external_id.like("journey:%")
                )
            )
            return list(found)

    async def run(self, journey: str = "abandoned_cart") -> JourneyRun:
        async with self.sessions() as session:
            found = await session.scalars(
                select(JourneyRun)
                .where(JourneyRun.subject == str(self.cart_id), JourneyRun.journey == journey)
                .order_by(JourneyRun.created_at)
            )
            return found.all()[-1]

    async def code(self) -> str | None:
        async with self.sessions() as session:
            return await session.scalar(
                select(SingleUseCode.code).where(SingleUseCode.customer_id == self.customer.id)
            )


Remind = Callable[..., Awaitable[Reminding]]


@pytest.fixture
async def reminded(
    servers: Servers, dialogue_store: str, store_sessions: Sessions, jane: ShopperWithOrders,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Remind]:  # fmt: skip
    """Begins a conversation on a channel and reminds of a cart there, whatever the time of day."""
    monkeypatch.setattr("commerce.journeys.guards.allowed_from", lambda address, phone, moment, clock: moment)
    monkeypatch.setattr("commerce.journeys.stepping.is_held_out", lambda *_: False)
    async with httpx.AsyncClient(base_url=servers.gateway_url, timeout=30) as client:

        async def begin(
            channel: str, step: str = "reminder", *, waits: bool = False, alone: bool = False
        ) -> Reminding:
            kind = PhoneChat if channel == "sms" else Chat
            chat = await kind.begin(store_sessions, client, jane.id)
            await chat.say("hello")
            async with store_sessions() as session:
                customer = await session.get_one(Customer, jane.id)
            made = Reminding(chat, store_sessions, customer, dialogue_store)
            found = CART.find(step)
            assert found is not None
            await made.leave_cart(found.after, alone=alone)
            if not waits:
                told = await made.remind(step)
                assert step == "offer" or made.titles in told
            return made

        yield begin


@pytest.mark.parametrize(("channel", "step"), STEPS)
@pytest.mark.parametrize("yes", ["yes", "yes please", "sure, let's do it"])
async def test_a_yes_checks_out(reminded: Remind, channel: str, step: str, yes: str) -> None:
    shop = await reminded(channel, step)
    answer = await shop.chat.say(yes)
    assert "/checkout/" in str(answer) + str(answer.cards)
    async with shop.sessions() as session:
        assert await session.scalar(select(Checkout.id).where(Checkout.cart_id == shop.cart_id))


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_a_question_about_what_is_in_it(reminded: Remind, channel: str) -> None:
    shop = await reminded(channel)
    encoder = QuestionEncoder(VAR / "encoder")
    await index_products(shop.sessions, encoder.encode, encoder.digest, CLOCK)
    assert shop.titles.partition(" and ")[0] in await shop.chat.say("is the lamp in stock in blue?")


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_it_is_what_is_in_the_cart(reminded: Remind, channel: str) -> None:
    shop = await reminded(channel, alone=True)
    assert shop.titles in await shop.chat.say("is it in stock in blue?")


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_something_out_and_then_the_checkout(reminded: Remind, channel: str) -> None:
    shop = await reminded(channel)
    answer = await shop.chat.say("take the boots out and check out")
    assert "/checkout/" in str(answer) + str(answer.cards)
    async with shop.sessions() as session:
        left = await session.scalars(select(CartLine.sku).where(CartLine.cart_id == shop.cart_id))
        assert len(left.all()) == 1


@pytest.mark.parametrize(("channel", "step"), STEPS)
@pytest.mark.parametrize("said", ["too expensive", "that's a bit pricey for me", "any discount?"])
async def test_too_expensive_gets_a_code_where_the_rule_allows(
    reminded: Remind, channel: str, step: str, said: str
) -> None:
    shop = await reminded(channel, step)
    answer = await shop.chat.say(said)
    code = await shop.code()
    assert code is not None
    assert "10% off" in answer
    assert code in str(answer)
    assert "$108.00" in answer


async def test_nobody_gets_two_codes(reminded: Remind) -> None:
    shop = await reminded("web", "offer")
    code = await shop.code()
    assert code in str(await shop.chat.say("too expensive"))
    assert await shop.code() == code


@pytest.mark.parametrize(("channel", "step"), STEPS)
async def test_remind_me_on_friday(reminded: Remind, channel: str, step: str) -> None:
    shop = await reminded(channel, step)
    answer = await shop.chat.say("remind me on Friday")
    assert "I'll remind you of your cart" in answer
    assert "10 AM" in answer
    asked = await shop.run("asked_reminder")
    local = asked.due_at.astimezone(CLOCK.zone)
    assert (local.weekday(), local.hour) == (4, 10)
    assert (await shop.run()).status is not RunStatus.RUNNING


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_another_time_in_other_words(reminded: Remind, channel: str) -> None:
    shop = await reminded(channel)
    assert "tomorrow at 6 PM" in await shop.chat.say("not now, ask me again tomorrow at 6pm")
    assert (await shop.run("asked_reminder")).due_at > ahead(hours=1)
    assert "on " in await shop.chat.say("no, better remind me in three days")
    assert (await shop.run("asked_reminder")).due_at.date() > (today() + timedelta(days=2)).date()


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_a_no_is_taken(reminded: Remind, channel: str) -> None:
    shop = await reminded(channel)
    assert "won't bring it up again" in await shop.chat.say("no thanks")
    run = await shop.run()
    assert (run.status, run.end_reason) == (RunStatus.LEFT, "declined")


@pytest.mark.parametrize("said", ["stop sending me these", "unsubscribe me from your marketing please"])
async def test_stop_on_the_web_counts_everywhere(reminded: Remind, said: str) -> None:
    shop = await reminded("web")
    async with shop.sessions.begin() as session:
        mail = Subscriber("email", shop.customer.email.lower())
        await grant(session, mail, set(Topic), ConsentSource.SIGN_UP)
    assert "any channel" in await shop.chat.say(said)
    async with shop.sessions() as session:
        assert not await may_write(session, mail, Topic.MARKETING)
        assert await may_write(session, mail, Topic.SERVICE)
    assert (await shop.run()).status is RunStatus.LEFT


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_somebody_who_wants_a_person_gets_one(reminded: Remind, channel: str) -> None:
    shop = await reminded(channel)
    await shop.chat.say("I want to talk to someone")
    async with shop.sessions() as session:
        assert await session.scalar(select(Handoff.id).where(Handoff.conversation_id == shop.chat.id))


async def test_what_did_you_say(reminded: Remind) -> None:
    shop = await reminded("web")
    assert shop.titles in await shop.chat.say("what did you ask me?")


async def test_a_yes_is_to_the_reminder_and_not_to_what_was_asked_before_it(
    reminded: Remind, jane: ShopperWithOrders
) -> None:
    """A summary waited for its yes when the reminder came: the yes agrees to nothing but checking out."""
    shop = await reminded("web", waits=True)
    order = await jane.orders("Desk Lamp")
    assert order.number in await shop.chat.say(f"cancel order {order.number}, I don't need it any more")
    await shop.remind()
    await shop.chat.say("yes")
    async with shop.sessions() as session:
        assert await session.scalar(select(Checkout.id).where(Checkout.cart_id == shop.cart_id))
        assert (await session.get_one(Order, order.id)).status is OrderStatus.PENDING


async def test_a_yes_long_after_is_a_yes_to_nothing(reminded: Remind) -> None:
    shop = await reminded("web")
    await shop.chat.say("what are your opening hours?")
    assert "/checkout/" not in str(await shop.chat.say("yes"))
