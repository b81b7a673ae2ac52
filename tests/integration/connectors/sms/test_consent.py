"""Who wants no texts gets one confirmation and then silence, but for what they begin themselves."""

from uuid import uuid4

import pytest
from psycopg import AsyncConnection
from sqlalchemy import select

from commerce.consent.ledger import Subscriber, grant, may_write
from commerce.consent.models import ConsentSource, Topic
from commerce.jobs import job_queue
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import (
    Conversation,
    DeliveryStatus,
    Message,
    MessageAuthor,
    MessageStatus,
)
from tests.integration.connectors.sms.town import ADA, Town

GOODBYE = "Corner Store: you are unsubscribed and get no more texts. Reply START to get them again."
WELCOME = "Corner Store: you get our texts about your orders again. Reply HELP for help, STOP to end them."


async def entries(town: Town, number: str = ADA) -> list[tuple[str, bool, str]]:
    return [(each.topic, each.is_granted, each.source) for each in await town.consents(number)]


async def may(town: Town, topic: Topic) -> bool:
    async with town.sessions() as session:
        return await may_write(session, Subscriber("sms", ADA), topic)


async def say_as_agent(town: Town, database_url: str, text: str) -> None:
    """An agent writes of their own accord."""
    async with town.sessions.begin() as session:
        conversation = await session.scalar(select(Conversation).where(Conversation.address == ADA))
        assert conversation is not None
        message = Message(
            id=uuid4(),
            conversation_id=conversation.id,
            author=MessageAuthor.AGENT,
            channel="sms",
            text=text,
            status=MessageStatus.PENDING,
        )
        session.add(message)
        await session.flush()
        connection = (await (await session.connection()).get_raw_connection()).driver_connection
        assert isinstance(connection, AsyncConnection)
        await DeliveryQueue(job_queue(database_url)).put(connection, conversation.id, [message.id])


async def test_who_writes_first_may_be_written_to_about_their_orders(town: Town) -> None:
    await town.converse(ADA, "hello")
    await town.converse(ADA, "hello again")
    await town.settled()
    (entry,) = await town.consents(ADA)
    first, *_ = await town.messages()
    assert (entry.topic, entry.source, entry.message_id) == (Topic.SERVICE, "wrote_first", first.id)
    assert (await may(town, Topic.SERVICE), await may(town, Topic.MARKETING)) == (True, False)


@pytest.mark.parametrize("body", ["STOP", "please stop texting me", "Unsubscribe"])
async def test_stop_is_confirmed_once(town: Town, body: str) -> None:
    await town.converse(ADA, "hello")
    assert await town.converse(ADA, body) == GOODBYE
    await town.text(ADA, body)
    await town.settled()
    assert town.twilio.texts_to(ADA) == ["You said: hello", GOODBYE]
    assert not await may(town, Topic.SERVICE)
    assert [is_granted for _, is_granted, _ in await entries(town)] == [True, False, False]
    assert town.dialogue.turns[str((await town.conversations())[0].id)] == ["hello"]


async def test_the_same_stop_again_after_start_is_not_a_new_one(town: Town) -> None:
    stop = town.caller.form(ADA, "STOP")
    await town.caller.call(stop)
    await town.got(ADA, 1)
    assert await town.converse(ADA, "START") == WELCOME
    await town.caller.call(stop)
    assert await may(town, Topic.SERVICE)


async def test_after_stop_what_the_shopper_begins_is_answered_and_nothing_else(
    town: Town, database_url: str
) -> None:
    await town.converse(ADA, "hello")
    await town.converse(ADA, "STOP")
    await say_as_agent(town, database_url, "Are you still there?")
    await town.settled()
    assert town.twilio.texts_to(ADA)[-1] == GOODBYE
    assert (await town.deliveries())[-1].error_code == "opted_out"
    assert await town.converse(ADA, "where is my order?") == "You said: where is my order?"
    await say_as_agent(town, database_url, "It is on its way.")
    await town.got(ADA, 4)
    assert not await may(town, Topic.SERVICE)


async def test_what_was_on_its_way_when_stop_came_is_held_back(town: Town) -> None:
    await town.text(ADA, "hold")
    assert await town.converse(ADA, "STOP") == GOODBYE
    town.dialogue.held.set()
    await town.settled()
    assert town.twilio.texts_to(ADA) == [GOODBYE]
    assert [each.status for each in await town.deliveries()] == [DeliveryStatus.SENT, DeliveryStatus.FAILED]


async def test_start_gives_back_what_was_taken_and_no_more(town: Town) -> None:
    await town.converse(ADA, "STOP")
    assert await town.converse(ADA, "START") == WELCOME
    assert (await may(town, Topic.SERVICE), await may(town, Topic.MARKETING)) == (True, False)
    async with town.sessions.begin() as session:
        await grant(session, Subscriber("sms", ADA), {Topic.MARKETING}, ConsentSource.OWN_WORDS)
    await town.converse(ADA, "STOP")
    assert not await may(town, Topic.MARKETING)
    await town.converse(ADA, "you can text me again")
    assert (await may(town, Topic.SERVICE), await may(town, Topic.MARKETING)) == (True, True)


async def test_no_more_advertising_leaves_the_orders(town: Town) -> None:
    said = await town.converse(ADA, "no more promotions please")
    assert said.startswith("Corner Store: no more advertising")
    assert await entries(town) == [("marketing", False, "own_words")]
    assert await town.converse(ADA, "hello") == "You said: hello"


async def test_help_says_who_writes_also_after_stop(town: Town) -> None:
    await town.converse(ADA, "STOP")
    assert "STOP" in await town.converse(ADA, "HELP")
    assert not await may(town, Topic.SERVICE)


@pytest.mark.parametrize("said", ["STOP", "START", "HELP"])
async def test_what_twilio_has_answered_itself_is_entered_and_not_answered_again(
    town: Town, said: str
) -> None:
    await town.text(ADA, said.lower(), OptOutType=said)
    await town.settled()
    assert town.twilio.forms == []
    assert {source for *_, source in await entries(town)} <= {"provider"}
    assert await may(town, Topic.SERVICE) == (said == "START")


async def test_cancel_is_about_the_order_that_was_just_asked_about(town: Town) -> None:
    town.dialogue.scripted["my order"] = [
        {
            "text": "Order #W1 is not packed yet.",
            "buttons": [{"title": "Cancel it", "payload": "/cancel_order"}],
        }
    ]
    await town.converse(ADA, "my order")
    assert await town.converse(ADA, "CANCEL") == "You said: CANCEL"
    # And now it has not.
    assert await town.converse(ADA, "CANCEL") == GOODBYE


async def test_cancel_answers_a_question_about_an_order_however_it_is_worded(town: Town) -> None:
    asks = {"expects": "words", "subject": "order"}
    town.dialogue.scripted["my order"] = [{"text": "Blorp wuggle?"}, {"custom": {"asks": asks}}]
    await town.converse(ADA, "my order")
    assert await town.converse(ADA, "CANCEL") == "You said: CANCEL"


async def test_cancel_is_an_opt_out_where_only_the_words_are_about_an_order(town: Town) -> None:
    town.dialogue.scripted["my order"] = [{"text": "Shall I cancel order #W1?"}]
    await town.converse(ADA, "my order")
    assert await town.converse(ADA, "CANCEL") == GOODBYE


async def test_cancel_my_order_is_never_an_opt_out(town: Town) -> None:
    assert await town.converse(ADA, "cancel my order") == "You said: cancel my order"


async def test_twilios_refusal_for_who_told_it_stop_is_entered(town: Town) -> None:
    town.twilio.unsubscribed.add(ADA)
    await town.text(ADA, "hello")
    await town.settled()
    (delivery,) = await town.deliveries()
    assert (delivery.status, delivery.error_code, delivery.attempts) == (DeliveryStatus.FAILED, "21610", 1)
    assert await entries(town) == [
        ("service", True, "wrote_first"),
        ("marketing", False, "provider"),
        ("service", False, "provider"),
    ]


async def test_a_status_that_tells_of_it_is_entered_too(town: Town) -> None:
    await town.converse(ADA, "hello")
    await town.settled()
    sent = town.twilio.sent[0]
    await town.caller.report(sent.form["StatusCallback"], sent.sid, "failed", ErrorCode="21610")
    assert not await may(town, Topic.SERVICE)
