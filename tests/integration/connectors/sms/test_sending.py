"""A text goes out once: again when Twilio did not take it, not when it did, never when it refuses."""

import asyncio
import time

import pytest
from sqlalchemy import text

from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.links.short_links import ShortLinks
from commerce.support.models import DeliveryStatus
from connectors.channels.port import SendLater, SendRefused
from connectors.channels.sms.line import SmsLine
from connectors.channels.sms.sender import OutcomeUnknown
from connectors.channels.sms.sending import sms_channel
from connectors.channels.sms.twilio_sender import TwilioSender
from tests.fakes.twilio import FakeTwilio
from tests.integration.connectors.running import until
from tests.integration.connectors.sms.town import ADA, BOB, STORE_URL, Town

KEY = "00000000-0000-0000-0000-000000000001"


async def test_too_many_at_once_waits_as_long_as_twilio_asks(twilio: FakeTwilio, line: SmsLine) -> None:
    twilio.failures, twilio.retry_after = [(429, False)], "7"
    async with TwilioSender(line) as sender:
        with pytest.raises(SendLater) as later:
            await sender.send(ADA, "hello", KEY)
    assert (later.value.code, later.value.retry_after_s) == ("429", 7.0)
    assert not isinstance(later.value, OutcomeUnknown)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_an_error_of_twilios_has_no_known_outcome(
    twilio: FakeTwilio, line: SmsLine, status: int
) -> None:
    twilio.failures = [(status, True)]
    async with TwilioSender(line) as sender:
        with pytest.raises(OutcomeUnknown):
            await sender.send(ADA, "hello", KEY)


async def test_silence_has_no_known_outcome(twilio: FakeTwilio, line: SmsLine) -> None:
    twilio.held = asyncio.Event()
    async with TwilioSender(line, timeout_s=0.2) as sender:
        with pytest.raises(OutcomeUnknown):
            await sender.send(ADA, "hello", KEY)


async def test_nobody_there_is_certainly_not_sent(line: SmsLine) -> None:
    nowhere = SmsLine(
        **{name: getattr(line, name) for name in line.__slots__} | {"api_url": "http://127.0.0.1:9"}
    )
    async with TwilioSender(nowhere) as sender:
        with pytest.raises(SendLater) as later:
            await sender.send(ADA, "hello", KEY)
    assert not isinstance(later.value, OutcomeUnknown)


@pytest.mark.parametrize(
    ("number", "body", "code"), [("+1", "x", "21211"), (ADA, "", "21602"), (ADA, "x" * 1601, "21617")]
)
async def test_what_twilio_refuses_is_refused(
    twilio: FakeTwilio, line: SmsLine, number: str, body: str, code: str
) -> None:
    async with TwilioSender(line) as sender:
        with pytest.raises(SendRefused) as refused:
            await sender.send(number, body, KEY)
    assert refused.value.code == code
    assert number not in str(refused.value)


async def test_a_messaging_service_sends_by_its_sid(twilio: FakeTwilio, line: SmsLine) -> None:
    service = SmsLine(**{name: getattr(line, name) for name in line.__slots__} | {"sender": "MG" + "1" * 32})
    async with TwilioSender(service) as sender:
        await sender.send(ADA, "hello", KEY)
    assert twilio.forms[0]["MessagingServiceSid"] == "MG" + "1" * 32
    assert "From" not in twilio.forms[0]


async def test_connections_are_kept_and_nothing_blocks(twilio: FakeTwilio, line: SmsLine) -> None:
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - begun)

    async with TwilioSender(line) as sender:
        await sender.send(ADA, "first", KEY)
        watching = asyncio.create_task(watch())
        for number in range(30):
            await sender.send(ADA, str(number), KEY)
        twilio.held = asyncio.Event()
        waiting = [asyncio.create_task(sender.send(ADA, "held", KEY)) for _ in range(5)]

        async def are_all_asked() -> bool:
            return len(twilio.sent) == 36

        await until(are_all_asked)  # side by side: none waits for another
        assert len(twilio.connections) == 5
        twilio.held.set()
        await asyncio.gather(*waiting)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    assert longest < 0.5


async def test_a_text_is_tried_again_until_it_is_taken(town: Town) -> None:
    town.twilio.failures = [(429, False), (503, False), (500, False)]
    assert await town.converse(ADA, "hello") == "You said: hello"
    await town.settled()
    assert town.twilio.texts_to(ADA) == ["You said: hello"]
    (delivery,) = await town.deliveries()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.SENT, 4)


async def test_what_was_taken_although_the_answer_was_an_error_is_not_sent_again(town: Town) -> None:
    town.twilio.failures = [(500, True)]
    await town.text(ADA, "hello")
    await town.settled()
    assert town.twilio.texts_to(ADA) == ["You said: hello"]
    (delivery,) = await town.deliveries()
    assert (delivery.status, delivery.provider_id) == (DeliveryStatus.SENT, town.twilio.sent[0].sid)
    assert [query["To"] for query in town.twilio.queries] == [ADA]


async def test_the_same_words_said_before_are_not_taken_for_it(town: Town) -> None:
    await town.converse(ADA, "hello")
    await town.settled()
    town.twilio.failures = [(500, False)]
    await town.converse(ADA, "hello")
    await town.settled()
    assert town.twilio.texts_to(ADA) == ["You said: hello"] * 2
    assert {each.provider_id for each in await town.deliveries()} == {each.sid for each in town.twilio.sent}


async def test_a_killed_worker_does_not_send_again_what_twilio_took(
    town: Town, sessions: Sessions, line: SmsLine
) -> None:
    """As if it had been killed between Twilio's answer and its note."""
    await town.converse(ADA, "hello")
    await town.settled()
    (delivery,) = await town.deliveries()
    links = ShortLinks(STORE_URL, "x" * 32)
    async with sms_channel(line, sessions=sessions, links=links, clock=SystemClock()) as channel:
        forgotten = (
            "UPDATE deliveries SET status = 'pending', provider_id = NULL, provider_status = 'handing over'"
        )
        async with sessions.begin() as session:
            await session.execute(text(forgotten))
        sid = await channel.send(ADA, delivery.part, str(delivery.id))
    assert [each.sid for each in town.twilio.sent] == [sid]


async def test_one_who_cannot_be_reached_holds_up_nobody_else(town: Town) -> None:
    town.twilio.unsubscribed.add(ADA)
    await town.text(ADA, "hello")
    assert await town.converse(BOB, "hello") == "You said: hello"


async def test_links_of_ours_are_short_lead_on_and_end(town: Town) -> None:
    url = f"{STORE_URL}/documents/{'x' * 200}"
    foreign = "https://evil.example/" + "y" * 200
    town.dialogue.scripted["receipt"] = [{"text": f"Here: {url} and {foreign}"}]
    said = await town.converse(ADA, "receipt")
    assert foreign in said
    short = said.split()[1]
    assert short.startswith(f"{STORE_URL}/l/")
    path = short.removeprefix(STORE_URL)
    client = town.gateway.client
    followed = await client.get(path)
    assert (followed.status_code, followed.headers["location"]) == (302, url)
    async with town.sessions.begin() as session:
        await session.execute(text("UPDATE short_links SET url = 'https://evil.example'"))
    assert (await client.get(path)).status_code == 404  # nobody signed that
    async with town.sessions.begin() as session:
        await session.execute(text("UPDATE short_links SET url = :url, expires_at = now()"), {"url": url})
    assert (await client.get(path)).status_code == 410
    assert (await client.get("/l/https://evil.example")).status_code == 404
    assert (await client.get("/l/0000000000")).status_code == 404
