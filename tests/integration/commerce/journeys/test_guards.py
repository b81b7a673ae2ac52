"""What keeps a journey from writing, and that each reason is told."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from commerce.carts.models import Cart, CartLine
from commerce.catalogue.models import Variant
from commerce.consent.ledger import Subscriber, revoke
from commerce.consent.models import ConsentSource, Topic
from commerce.customers.models import Customer
from commerce.journeys.files import journeys
from commerce.journeys.models import JourneyPause, JourneyRun, JourneyStep, Outcome, RunStatus, SubjectKind
from commerce.notifications.handover import note_undeliverable
from commerce.orders.problem_reports import ProblemKind, ProblemReport, ProblemStatus
from commerce.policies.service import Remedy
from commerce.support.models import (
    Conversation,
    Delivery,
    DeliveryStatus,
    Escalation,
    Handoff,
    Message,
    MessageAuthor,
    MessageStatus,
)
from tests.factories import a_line, an_order
from tests.integration.commerce.journeys.conftest import PHONE, Town


async def a_message_before(
    town: Town, customer: Customer, *, ago: timedelta, channel: str = "email", cart: bool = False
) -> JourneyRun:
    """Something that sells which the customer was sent so long ago, about a cart or not."""
    await town.move_on()  # the journey's version is kept
    at = town.clock.now() - ago
    run = JourneyRun(
        journey="abandoned_cart",
        version=journeys()["abandoned_cart"].version,
        customer_id=customer.id,
        subject_kind=SubjectKind.CART if cart else SubjectKind.CUSTOMER,
        subject=str(uuid4()),
        occasion="before",
        status=RunStatus.FINISHED,
        started_at=at,
        due_at=at,
    )
    await town.add(run)
    await town.add(
        JourneyStep(
            run_id=run.id,
            customer_id=customer.id,
            step="before",
            outcome=Outcome.SENT,
            topic=Topic.MARKETING,
            channel=channel,
            at=at,
        )
    )
    return run


async def last_step(town: Town) -> tuple[str, str]:
    _, outcome, reason, _ = (await town.steps())[-1]
    return outcome, reason


async def test_without_consent_nothing_is_sent_and_each_channel_says_why(town: Town) -> None:
    ada = await town.customer(phone=PHONE)
    await town.left_cart(ada)
    await town.move_on(hours=1)
    why = "no_channel: sms no_consent, slack no_address, web no_address, email no_consent"
    assert await last_step(town) == ("held", why)


async def test_a_consent_that_is_taken_back_counts_at_once(town: Town) -> None:
    ada = await town.customer(sms=True, email=True)
    await town.left_cart(ada)
    await town.move_on(minutes=59)
    async with town.sessions.begin() as session:
        await revoke(session, Subscriber("sms", PHONE), {Topic.MARKETING}, ConsentSource.KEYWORD)
    await town.move_on(minutes=1)
    assert (await town.steps())[-1] == ("reminder", "sent", "", "email")


async def test_a_text_to_a_number_that_two_people_have_is_not_sent(town: Town) -> None:
    ada = await town.customer(sms=True)
    await town.customer(phone=PHONE)
    await town.left_cart(ada)
    await town.move_on(hours=1)
    assert "sms shared_number" in (await last_step(town))[1]


async def test_what_falls_into_the_night_waits_for_the_morning_and_is_decided_anew(town: Town) -> None:
    ada = await town.customer(email=True)
    town.clock.at = datetime(2026, 6, 16, 2, 30, tzinfo=UTC)  # half past eight in the evening in Denver
    cart = await town.left_cart(ada)
    await town.move_on(hours=1)
    assert await town.steps() == [("reminder", "put_off", "quiet_hours", None)]
    [run] = await town.runs()
    assert run.due_at == datetime(2026, 6, 16, 14, 0, tzinfo=UTC)
    async with town.sessions.begin() as session:
        await session.execute(delete(CartLine).where(CartLine.cart_id == cart.id))
    town.clock.at = run.due_at
    await town.move_on()
    assert await last_step(town) == ("held", "emptied")
    assert town.mail.mails == []


async def test_what_was_put_off_is_sent_when_it_still_holds(town: Town) -> None:
    ada = await town.customer(email=True)
    town.clock.at = datetime(2026, 6, 16, 2, 30, tzinfo=UTC)
    await town.left_cart(ada)
    await town.move_on(hours=1)
    await town.move_on(hours=10)
    await town.move_on(minutes=30)
    assert [step[:3] for step in await town.steps()] == [
        ("reminder", "put_off", "quiet_hours"),
        ("reminder", "sent", ""),
    ]


async def test_somebody_is_written_to_once_in_twenty_hours(town: Town) -> None:
    ada = await town.customer(email=True)
    await a_message_before(town, ada, ago=timedelta(hours=12))
    await town.left_cart(ada)
    await town.move_on(hours=1)
    assert await last_step(town) == ("held", "cap_person")
    await town.move_on(hours=23)  # the next step has a day of its own
    assert (await town.steps())[-1][:2] == ("second_look", "sent")


async def test_a_channel_has_a_cap_of_its_own(town: Town) -> None:
    ada = await town.customer(email=True, sms=True)
    await a_message_before(town, ada, ago=timedelta(hours=40), channel="sms")
    await town.left_cart(ada)
    await town.move_on(hours=1)
    assert (await town.steps())[-1] == ("reminder", "sent", "", "email")


async def test_of_several_carts_one_is_told_of(town: Town) -> None:
    ada = await town.customer(email=True)
    await a_message_before(town, ada, ago=timedelta(hours=5), cart=True)
    await town.left_cart(ada)
    await town.move_on(hours=1)
    assert await last_step(town) == ("held", "other_cart")


async def test_a_cart_is_texted_about_once(town: Town) -> None:
    ada = await town.customer(email=True, sms=True)
    cart = await town.left_cart(ada)
    await town.move_on(hours=1)
    town.clock.forward(hours=49)
    async with town.sessions.begin() as session:  # touched, and left again
        await session.execute(update(Cart).where(Cart.id == cart.id).values(updated_at=town.clock.now()))
    await town.move_on(hours=1)
    assert [step[3] for step in await town.steps() if step[1] == "sent"] == ["sms", "email"]


async def test_a_cart_that_was_left_long_ago_is_not_texted_about(town: Town) -> None:
    ada = await town.customer(sms=True)
    await town.left_cart(ada)
    await town.move_on(minutes=31)
    async with town.sessions.begin() as session:  # as if it had been put off again and again
        await session.execute(update(JourneyRun).values(due_at=town.clock.now() + timedelta(hours=49)))
    await town.move_on(hours=49)
    assert any("sms cart_too_old" in reason for _, _, reason, _ in await town.steps())


async def test_what_cannot_be_bought_is_not_praised(town: Town) -> None:
    ada = await town.customer(email=True)
    await town.left_cart(ada)
    async with town.sessions.begin() as session:
        await session.execute(update(Variant).values(is_offered=False))
    await town.move_on(hours=1)
    assert await last_step(town) == ("held", "out_of_stock")


async def test_who_has_a_problem_that_is_looked_at_is_left_in_peace(town: Town) -> None:
    ada = await town.customer(email=True)
    _, lamp = await town.ware()
    line = a_line(lamp)
    order = an_order(ada, [line])
    await town.add(order)
    report = ProblemReport(
        order_id=order.id,
        order_line_id=line.id,
        kind=ProblemKind.DAMAGED_ITEM,
        remedy=Remedy.REFUND,
        status=ProblemStatus.MANUAL_REVIEW,
    )
    await town.add(report)
    await town.left_cart(ada)
    await town.move_on(hours=1)
    assert await last_step(town) == ("held", "dispute")


async def test_who_waits_for_a_person_is_left_in_peace(town: Town) -> None:
    ada = await town.customer(email=True)
    conversation = Conversation(channel="web", customer_id=ada.id)
    await town.add(conversation)
    await town.add(Handoff(conversation_id=conversation.id, escalation=Escalation.ASKED))
    await town.left_cart(ada)
    await town.move_on(hours=1)
    assert await last_step(town) == ("held", "open_case")


@pytest.mark.parametrize("channel", ["email", "sms"])
async def test_an_address_that_nothing_reaches_is_written_to_no_more(town: Town, channel: str) -> None:
    ada = await town.customer(email=channel == "email", sms=channel == "sms")
    address = ada.email if channel == "email" else PHONE
    await note_undeliverable(town.sessions, channel, address, "a bounce")
    await town.left_cart(ada)
    await town.move_on(hours=1)
    assert f"{channel} undeliverable" in (await last_step(town))[1]


async def test_a_number_whose_last_text_failed_is_written_to_no_more(town: Town) -> None:
    ada = await town.customer(sms=True)
    conversation = Conversation(channel="sms", address=PHONE, customer_id=ada.id)
    await town.add(conversation)
    message = Message(
        conversation_id=conversation.id,
        author=MessageAuthor.BOT,
        channel="sms",
        status=MessageStatus.FAILED,
    )
    await town.add(message)
    await town.add(
        Delivery(
            message_id=message.id,
            number=0,
            conversation_id=conversation.id,
            channel="sms",
            address=PHONE,
            part={},
            status=DeliveryStatus.FAILED,
        )
    )
    await town.left_cart(ada)
    await town.move_on(hours=1)
    assert "sms undeliverable" in (await last_step(town))[1]


async def test_the_holdout_is_never_written_to(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commerce.journeys.stepping.is_held_out", lambda *_: True)
    ada = await town.customer(email=True)
    await town.left_cart(ada)
    for hours in (1, 23, 48):
        await town.move_on(hours=hours)
    assert await town.steps() == [("reminder", "held", "holdout", None)]
    [run] = await town.runs()
    assert run.status is RunStatus.HELD_OUT


async def test_a_paused_journey_takes_no_step_and_goes_on_when_resumed(town: Town) -> None:
    ada = await town.customer(email=True)
    await town.left_cart(ada)
    await town.add(JourneyPause(journey="abandoned_cart"))
    await town.move_on(hours=1)
    assert await town.steps() == []
    async with town.sessions.begin() as session:
        await session.execute(delete(JourneyPause))
    await town.move_on(hours=2)
    assert await last_step(town) == ("sent", "")


async def test_what_is_far_too_late_is_not_said_any_more(town: Town) -> None:
    ada = await town.customer(email=True)
    await town.left_cart(ada)
    await town.move_on(minutes=31)
    await town.move_on(hours=30)  # nobody worked meanwhile
    assert [step[:3] for step in await town.steps()] == [
        ("reminder", "held", "too_late"),
        ("second_look", "sent", ""),
    ]
