"""Texts come in once, are answered at once with nothing, and replies go out by Twilio's API."""

import asyncio

import pytest
from sqlalchemy import select, text

from commerce.consent.models import Topic
from commerce.database import Sessions
from commerce.identity import IdentityLevel
from commerce.support.models import Conversation, DeliveryStatus, MessageAuthor, MessageStatus
from tests.factories import a_customer
from tests.fakes.twilio import NUMBER
from tests.fakes.twilio_spec import SPEC, complaints_about_form, complaints_about_query
from tests.integration.connectors.running import shopper_token
from tests.integration.connectors.sms.town import ADA, BOB, STORE_URL, Town


async def test_a_text_is_answered_by_a_text(town: Town) -> None:
    acknowledged = await town.text(ADA, "hello")
    assert acknowledged.headers["content-type"] == "text/xml; charset=utf-8"
    assert acknowledged.text == '<?xml version="1.0" encoding="UTF-8"?><Response />'
    await town.got(ADA, 1)
    assert town.twilio.texts_to(ADA) == ["You said: hello"]
    await town.settled()
    (delivery,) = await town.deliveries()
    assert (delivery.status, delivery.provider_id) == (DeliveryStatus.SENT, town.twilio.sent[0].sid)
    assert town.twilio.sent[0].form == {
        "To": ADA,
        "From": NUMBER,
        "Body": "You said: hello",
        "StatusCallback": f"{STORE_URL}/sms/twilio/status?delivery={delivery.id}",
    }


async def test_it_is_acknowledged_while_the_bot_still_thinks(town: Town) -> None:
    async with asyncio.timeout(5):
        await town.text(ADA, "hold")
    assert town.twilio.sent == []
    town.dialogue.held.set()
    await town.got(ADA, 1)


async def test_the_same_text_again_is_the_same_text(town: Town) -> None:
    form = town.caller.form(ADA, "hello")
    answers = await asyncio.gather(*(town.caller.call(form) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    await town.text(ADA, "again")
    await town.got(ADA, 2)
    await town.settled()
    assert town.twilio.texts_to(ADA) == ["You said: hello", "You said: again"]


async def test_a_whole_answer_is_one_text_with_the_card_in_lines(town: Town) -> None:
    assert await town.converse(ADA, "show") == ("Here it is.\nOrder #W1\nStatus: shipped\nAnything else?")


async def test_a_number_presses_the_quick_reply_that_was_offered_last(town: Town) -> None:
    offered = await town.converse(ADA, "offer")
    assert offered == "Shall I?\nReply with a number:\n1 Yes, please\n2 No"
    assert await town.converse(ADA, "2") == "You said: /deny"
    (*_, pressed, _) = await town.messages()
    assert (pressed.text, pressed.payload) == ("No", "/deny")
    # Nothing is offered any more, so a number is a number.
    assert await town.converse(ADA, "2") == "You said: 2"


async def test_a_reaction_is_kept_and_answers_nothing(town: Town) -> None:
    await town.converse(ADA, "offer")
    await town.text(ADA, "Loved “Yes, please”")
    await town.text(ADA, "👍 to “Shall I?”")
    assert await town.converse(ADA, "yes, please") == "You said: /affirm"
    shoppers = [each for each in await town.messages() if each.author is MessageAuthor.SHOPPER]
    assert [each.text for each in shoppers][1:3] == ["Loved “Yes, please”", "👍 to “Shall I?”"]
    assert {each.status for each in shoppers} == {MessageStatus.ANSWERED}


async def test_who_wants_texts_at_other_times_hears_what_can_be_done(town: Town) -> None:
    said = await town.converse(ADA, "dont message me before 9am")
    assert "can't set hours" in said
    assert "STOP" in said
    assert not any(each.topic is Topic.SERVICE and not each.is_granted for each in await town.consents(ADA))
    assert await town.converse(ADA, "hello") == "You said: hello"


async def test_one_shoppers_choices_are_not_anothers(town: Town) -> None:
    await town.converse(ADA, "offer")
    assert await town.converse(BOB, "1") == "You said: 1"


async def test_the_number_on_file_of_one_customer_is_verified(town: Town) -> None:
    async with town.sessions.begin() as session:
        session.add_all([a_customer(id="ada", phone=ADA), a_customer(phone=BOB), a_customer(phone=BOB)])
    await town.converse(ADA, "hello")
    await town.converse(BOB, "hello")
    adas, bobs = await town.conversations()
    assert (adas.customer_id, adas.identity_level) == ("ada", IdentityLevel.VERIFIED)
    assert (bobs.customer_id, bobs.identity_level) == (None, IdentityLevel.ANONYMOUS)


async def test_statuses_are_kept_in_the_order_of_their_meaning(town: Town) -> None:
    await town.converse(ADA, "hello")
    await town.settled()
    sent = town.twilio.sent[0]

    async def report(status: str, **fields: str) -> str | None:
        answer = await town.caller.report(sent.form["StatusCallback"], sent.sid, status, **fields)
        assert answer.status_code == 204
        (delivery,) = await town.deliveries()
        return delivery.provider_status

    assert await report("sent") == "sent"
    assert await report("queued") == "sent"
    assert await report("delivered") == "delivered"
    assert await report("failed", ErrorCode="30008") == "delivered"
    assert await report("sent") == "delivered"
    (delivery,) = await town.deliveries()
    assert (delivery.status, delivery.error_code) == (DeliveryStatus.DELIVERED, None)


async def test_what_a_carrier_did_not_deliver_is_a_failure_with_its_code(town: Town) -> None:
    await town.converse(ADA, "hello")
    await town.settled()
    sent = town.twilio.sent[0]
    await town.caller.report(sent.form["StatusCallback"], sent.sid, "undelivered", ErrorCode="30005")
    (delivery,) = await town.deliveries()
    assert (delivery.status, delivery.error_code) == (DeliveryStatus.FAILED, "30005")
    (_, reply) = await town.messages()
    assert reply.status is MessageStatus.FAILED


async def test_a_status_of_no_text_of_ours_changes_nothing_and_is_counted(town: Town) -> None:
    await town.converse(ADA, "hello")
    await town.settled()
    sent = town.twilio.sent[0]
    await town.caller.report(sent.form["StatusCallback"], "SM" + "0" * 32, "failed")
    (delivery,) = await town.deliveries()
    assert (delivery.status, delivery.provider_id) == (DeliveryStatus.SENT, sent.sid)
    assert town.gateway.parts.channels["sms"].refusals["status of no text of ours"] == 1


@pytest.mark.skipif(not SPEC.exists(), reason=f"no {SPEC.name} beside the project")
async def test_every_request_is_as_twilio_describes_it(town: Town) -> None:
    town.twilio.failures = [(500, True)]
    for said in ("hello", "offer", "2", "show", "STOP"):
        await town.converse(ADA, said)
    await town.settled()
    assert len(town.twilio.forms) >= 5
    assert [each for form in town.twilio.forms for each in complaints_about_form("AC" + "5" * 32, form)] == []
    assert len(town.twilio.queries) == 1
    assert [each for query in town.twilio.queries for each in complaints_about_query(query)] == []


async def test_a_text_while_an_agent_has_the_conversation_waits_for_no_bot(town: Town) -> None:
    await town.converse(ADA, "offer")
    async with town.sessions.begin() as session:
        await session.execute(text("UPDATE conversations SET owner = 'agent'"))
    await town.text(ADA, "2")
    (*_, last) = await town.messages()
    assert (last.author, last.text, last.payload) == (MessageAuthor.SHOPPER, "2", None)
    assert last.status is MessageStatus.ANSWERED


async def test_a_card_number_is_not_stored(town: Town) -> None:
    await town.converse(ADA, "my card is 4111 1111 1111 1111")
    asked, answered = await town.messages()
    assert "4111" not in asked.text
    assert "4111" not in answered.text
    assert "4111" not in "".join(town.dialogue.turns[str(asked.conversation_id)])


async def test_one_shopper_on_two_channels_is_one_customer_with_two_conversations(
    town: Town, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        session.add(a_customer(id="ada", phone=ADA))
    chat = town.gateway.chat()
    await chat.say("hello from the web", shopper_token=shopper_token("ada"))
    assert await town.converse(ADA, "hello by text") == "You said: hello by text"
    async with sessions() as session:
        theirs = select(Conversation.channel).where(Conversation.customer_id == "ada")
        assert sorted(await session.scalars(theirs)) == ["sms", "web"]
    assert [message["text"] for message in await chat.messages()] == [
        "hello from the web",
        "You said: hello from the web",
    ]
