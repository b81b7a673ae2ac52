"""A customer's own rows: all written down, and nothing that names them left after they are forgotten."""

import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause, Operation, audit
from commerce.carts.models import Cart
from commerce.checkout.models import Checkout, CheckoutStatus
from commerce.consent.ledger import Subscriber, grant
from commerce.consent.models import ConsentSource, Topic
from commerce.customers.models import Address, Customer, PaymentMethod
from commerce.database import Base
from commerce.notifications.models import Undeliverable
from commerce.orders.models import Order, OrderStatus
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.postal import PostalAddress
from commerce.privacy.erasure import (
    DELETED,
    KEPT,
    OVERWRITTEN,
    REDUCED,
    ErasureRefused,
    count_rows,
    erase_customer,
)
from commerce.privacy.export import export_customer
from commerce.privacy.personal import personal_tables
from commerce.support.models import Conversation, Escalation, Handoff, Message, MessageAuthor, MessageStatus
from tests.factories import a_customer, a_default_address, a_parcel
from tests.world import World

TELLING = "meet me at Rose Cottage"


async def a_conversation(world: World, customer_id: str) -> Conversation:
    conversation = Conversation(channel="web", customer_id=customer_id)
    await world.add(conversation)
    message = Message(
        conversation_id=conversation.id,
        author=MessageAuthor.SHOPPER,
        channel="web",
        text=TELLING,
        status=MessageStatus.ANSWERED,
    )
    await world.add(message)
    await world.add(
        Handoff(
            conversation_id=conversation.id,
            escalation=Escalation.ASKED,
            summary=TELLING,
            contact="x@y.example",
        ),
        Cart(conversation_id=conversation.id, customer_id=customer_id),
    )

    async def note(session: Any) -> None:
        cause = Cause(ActorKind.SHOPPER, customer_id, message.id)
        operation = Operation("change_address", "order", "o", TELLING)
        audit(session, cause, operation, {"line1": "Rose Cottage"})

    await world.run(note)
    return conversation


async def everything(world: World) -> str:
    """Every row of every table, as text."""

    async def read(session: Any) -> str:
        rows = []
        for table in Base.metadata.sorted_tables:
            rows += list(await session.scalars(text(f'SELECT t::text FROM "{table.name}" t')))
        return "\n".join(rows)

    return await world.run(read)


async def finish_orders(world: World, status: OrderStatus = OrderStatus.DELIVERED) -> None:
    async def finish(session: Any) -> None:
        for order in await session.scalars(select(Order)):
            order.status = status

    await world.run(finish)


async def a_paid_checkout(world: World, status: AttemptStatus) -> None:
    home = PostalAddress("Rose Cottage", "", "Banff", "", "AB1 2CD", "GB").as_dict()
    buyer = {"email": world.customer.email, "full_name": f"Jane {world.customer.last_name}"}
    checkout = Checkout(
        customer_id=world.customer.id,
        status=CheckoutStatus.ORDERED,
        held_until=world.clock.now(),
        shipping_address=home,
        **buyer,
    )
    await world.add(checkout)
    await world.add(
        PaymentAttempt(
            checkout_id=checkout.id,
            provider="demo",
            status=status,
            amount_minor=900,
            currency="GBP",
            terms={"total_minor": 900, "address": home, **buyer},
        )
    )


async def someone_with_a_past(world: World) -> Customer:
    await world.add(a_default_address(world.customer, line1="Rose Cottage", postcode="AB1 2CD"))
    order = await world.order()
    parcel, carried = a_parcel(order, order.lines, tracking_number="1Z999AA10123456784")
    await world.add(parcel, *carried)
    await finish_orders(world)
    saved = update(PaymentMethod).where(PaymentMethod.id == world.card.id)
    kept = saved.values(reference="pm_kept", payer_reference="cus_kept")
    await world.run(lambda session: session.execute(kept))
    await a_paid_checkout(world, AttemptStatus.PAID)
    await a_conversation(world, world.customer.id)
    await world.add(Undeliverable(channel="email", address=world.customer.email.lower(), reason="a bounce"))
    by_mail = Subscriber("email", world.customer.email.lower())
    await world.run(lambda session: grant(session, by_mail, {Topic.MARKETING}, ConsentSource.SIGN_UP))
    return world.customer


async def test_everything_of_a_customer_is_written_down_and_nothing_of_others(world: World) -> None:
    customer = await someone_with_a_past(world)
    other = a_customer()
    await world.add(other)
    await a_conversation(world, other.id)
    exported = await world.run(lambda session: export_customer(session, customer.id, world.clock))
    tables = exported["tables"]
    for name in ("customers", "addresses", "orders", "order_lines", "payments", "shipments", "messages"):
        assert tables[name], name
    assert [each["text"] for each in tables["messages"]] == [TELLING]
    assert [each["id"] for each in tables["customers"]] == [customer.id]
    assert other.id not in json.dumps(exported)
    assert "code_hash" not in json.dumps(exported)


async def test_nothing_that_names_a_forgotten_customer_is_left(world: World) -> None:
    customer = await someone_with_a_past(world)
    before = await everything(world)
    telling = [customer.email, customer.last_name, "Rose Cottage", "AB1 2CD", TELLING, "1Z999AA10123456784"]
    telling += ["pm_kept", "cus_kept"]
    assert all(each in before for each in telling)
    erased = await world.run(lambda session: erase_customer(session, customer.id))
    after = await everything(world)
    assert [each for each in telling if each in after] == []
    assert len(erased.conversation_ids) == 1
    assert erased.rows["orders"] == 1


async def test_nobody_is_forgotten_while_they_pay(world: World) -> None:
    await a_paid_checkout(world, AttemptStatus.STARTED)
    with pytest.raises(ErasureRefused, match="a payment was begun"):
        await world.run(lambda session: erase_customer(session, world.customer.id))


async def test_the_books_stay_without_a_name(world: World) -> None:
    customer = await someone_with_a_past(world)

    async def sums(session: Any) -> list[Any]:
        tables = ("orders", "payments", "order_lines", "credit_entries", "points_entries")
        return [await session.scalar(text(f"SELECT count(*) FROM {table}")) for table in tables] + [
            await session.scalar(text("SELECT sum(total_minor) FROM orders"))
        ]

    before = await world.run(sums)
    await world.run(lambda session: erase_customer(session, customer.id))
    assert await world.run(sums) == before
    (order,) = await world.run(lambda session: _all(session, Order))
    assert order.shipping_address["country"] != ""
    assert await world.run(lambda session: _all(session, Address)) == []


async def _all(session: Any, model: type[Base]) -> list[Any]:
    return list(await session.scalars(select(model)))


async def test_others_are_untouched(world: World) -> None:
    customer = await someone_with_a_past(world)
    other = a_customer(first_name="Zora", last_name="Untouched")
    await world.add(other)
    await world.add(a_default_address(other, line1="9 Far Lane"))
    await a_conversation(world, other.id)
    counts = await world.run(lambda session: count_rows(session, other.id))
    await world.run(lambda session: erase_customer(session, customer.id))
    assert await world.run(lambda session: count_rows(session, other.id)) == counts
    kept = await everything(world)
    assert "Untouched" in kept
    assert "9 Far Lane" in kept


async def test_an_order_under_way_needs_its_name(world: World) -> None:
    order = await world.order()
    with pytest.raises(ErasureRefused, match=f"order #{order.number} is pending"):
        await world.run(lambda session: erase_customer(session, world.customer.id))
    assert (await world.run(lambda session: session.get_one(Customer, world.customer.id))).email


async def test_nobody_is_left_out_by_their_id(world: World) -> None:
    await someone_with_a_past(world)
    assert await world.run(lambda session: count_rows(session, f"nobody-{uuid4()}")) == {}


def test_every_personal_table_has_its_rule() -> None:
    """A new table that is a customer's must say what becomes of it when the customer is forgotten."""
    with_conversations = {
        name
        for name in personal_tables()
        if name in {"conversations", "messages"} or _hangs_on_conversations(name)
    }
    ruled = {each.__tablename__ for each in (*DELETED, *OVERWRITTEN)} | KEPT | REDUCED | with_conversations
    assert set(personal_tables()) - ruled == set()
    assert ruled - set(personal_tables()) == set()


def _hangs_on_conversations(name: str) -> bool:
    keys = Base.metadata.tables[name].foreign_keys
    return any(key.column.table.name in {"conversations", "messages"} for key in keys)
