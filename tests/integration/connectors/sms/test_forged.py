"""A forged, replayed or tampered webhook changes nothing and is counted."""

import random
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote_plus, urlencode

import pytest
from sqlalchemy import func, select
from twilio.request_validator import HMAC_SHA256, SIGNATURE_SETTINGS_HEADER, RequestValidator

from commerce.attachments.models import Attachment
from commerce.consent.models import ConsentEntry
from commerce.support.models import Conversation, Delivery, DeliveryStatus, Message, MessageAuthor
from connectors.channels.sms.line import SmsLine
from connectors.edge.schemas import LONGEST_TEXT
from tests.fakes.twilio import SID, SIGNATURE_HEADER, TwilioCaller
from tests.integration.connectors.sms.town import ADA, BOB, STORE_URL, Town

Form = dict[str, str]


async def rows(town: Town) -> dict[str, object]:
    """Everything a webhook could change, as it stands."""
    async with town.sessions() as session:
        counts = {
            model.__tablename__: await session.scalar(select(func.count()).select_from(model))
            for model in (Attachment, ConsentEntry, Conversation, Delivery, Message)
        }
        deliveries = await session.execute(
            select(Delivery.id, Delivery.status, Delivery.provider_status, Delivery.provider_id)
        )
        return counts | {"states": sorted(map(tuple, deliveries.all()))}


def a_flipped_byte(body: bytes, dice: random.Random) -> bytes:
    """The body with one character of one value replaced by another."""
    place = dice.choice(
        [at for at, byte in enumerate(body) if chr(byte).isalnum() and chr(byte) not in "abcdefABCDEF"]
    )
    other = dice.choice([each for each in b"ghijkmnopqrstuvwxyzGHIJKLMNOP" if each != body[place]])
    return body[:place] + bytes([other]) + body[place + 1 :]


def mutations(form: Form, signature: str, dice: random.Random) -> list[tuple[bytes, str, str]]:
    """A hundred requests that Twilio did not sign: body, signature, query."""
    body = urlencode(form).encode()
    found = [(a_flipped_byte(body, dice), signature, "") for _ in range(40)]
    for name in form:
        found.append((urlencode({**form, name: form[name] + "1"}).encode(), signature, ""))
        without = {key: value for key, value in form.items() if key != name}
        found.append((urlencode({**without, "Extra": "1"}).encode(), signature, ""))
    found += [
        (urlencode({**form, "Added": "x"}).encode(), signature, ""),
        (body + b"&From=" + quote_plus(BOB).encode(), signature, ""),
        (body + b"&Body=twice", signature, ""),
        (body, "", ""),
        (body, signature[:-4] + "AAA=", ""),
        (body, signature.swapcase(), ""),
        (body, signature, "?x=1"),
        (b"", signature, ""),
        (b"\xff\xfe", signature, ""),
        (b"{}", signature, ""),
        (body.replace(b"=", b":"), signature, ""),
        (urlencode({**form, "From": BOB}).encode(), signature, ""),
        (urlencode({**form, "Body": "STOP"}).encode(), signature, ""),
        (urlencode({**form, "OptOutType": "STOP"}).encode(), signature, ""),
    ]
    while len(found) < 100:
        found.append((a_flipped_byte(body, dice), signature, ""))
    return [each for each in found if each[:2] != (body, signature) or each[2]][:100]


@pytest.fixture
async def quiet_town(town: Town) -> Town:
    """One that has had its first text, so that there is something to change."""
    await town.converse(ADA, "hello")
    await town.settled()
    return town


async def test_a_hundred_changed_texts_change_nothing(quiet_town: Town) -> None:
    form = quiet_town.caller.form(ADA, "cancel my order")
    signature = quiet_town.caller.signature(form)
    before = await rows(quiet_town)
    changed = mutations(form, signature, random.Random(7))
    assert len(changed) == 100
    for body, signed, query in changed:
        headers = {SIGNATURE_HEADER: signed, "content-type": "application/x-www-form-urlencoded"}
        answer = await quiet_town.gateway.client.post(f"/sms/twilio{query}", content=body, headers=headers)
        assert answer.status_code == 403, (body, signed, query)
    assert await rows(quiet_town) == before
    assert quiet_town.gateway.parts.channels["sms"].refusals["signature"] == 100
    # The one they were made of still counts.
    assert (await quiet_town.caller.call(form)).status_code == 200


async def test_a_hundred_changed_statuses_change_nothing(quiet_town: Town) -> None:
    sent = quiet_town.twilio.sent[0]
    path = sent.form["StatusCallback"].removeprefix(STORE_URL)
    form = {
        "AccountSid": SID,
        "MessageSid": sent.sid,
        "SmsSid": sent.sid,
        "MessageStatus": "failed",
        "ErrorCode": "21610",
        "To": ADA,
        "ApiVersion": "2010-04-01",
    }
    signature = quiet_town.caller.signature(form, path)
    before = await rows(quiet_town)
    changed = mutations(form, signature, random.Random(8))
    for body, signed, query in changed:
        headers = {SIGNATURE_HEADER: signed, "content-type": "application/x-www-form-urlencoded"}
        answer = await quiet_town.gateway.client.post(
            path + query.replace("?", "&"), content=body, headers=headers
        )
        assert answer.status_code == 403, (body, signed, query)
    other = path[:-1] + ("0" if path[-1] != "0" else "1")
    answer = await quiet_town.gateway.client.post(other, data=form, headers={SIGNATURE_HEADER: signature})
    assert answer.status_code == 403
    assert await rows(quiet_town) == before
    assert quiet_town.gateway.parts.channels["sms"].refusals["signature"] == len(changed) + 1


async def test_a_hundred_replays_change_nothing(quiet_town: Town) -> None:
    form = quiet_town.caller.form(ADA, "hello again")
    await quiet_town.caller.call(form)
    await quiet_town.got(ADA, 2)
    await quiet_town.settled()
    before = await rows(quiet_town)
    answers = [await quiet_town.caller.call(form) for _ in range(100)]
    assert {answer.status_code for answer in answers} == {200}
    await quiet_town.settled()
    assert await rows(quiet_town) == before
    assert quiet_town.gateway.parts.channels["sms"].refusals["repeated"] == 100
    # They are not counted against who wrote the text.
    assert await quiet_town.converse(ADA, "and another") == "You said: and another"


async def test_a_replayed_status_changes_nothing_and_is_counted(quiet_town: Town) -> None:
    sent = quiet_town.twilio.sent[0]
    for _ in range(2):
        await quiet_town.caller.report(sent.form["StatusCallback"], sent.sid, "undelivered", ErrorCode="1")
        await quiet_town.caller.report(sent.form["StatusCallback"], sent.sid, "delivered")
    (delivery,) = await quiet_town.deliveries()
    assert (delivery.status, delivery.error_code) == (DeliveryStatus.DELIVERED, None)
    assert quiet_town.gateway.parts.channels["sms"].refusals["repeated"] == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda form: form | {"From": "AISLE"},
        lambda form: form | {"From": "12345"},
        lambda form: form | {"From": "whatsapp:+14155550100"},
        lambda form: form | {"MessageSid": "x"},
        lambda form: form | {"NumMedia": "11"},
        lambda form: form | {"NumMedia": "-1"},
        lambda form: form | {"NumMedia": "1"},
        lambda form: {name: value for name, value in form.items() if name != "Body"},
    ],
)
async def test_what_twilio_signed_and_is_no_text_is_refused(
    quiet_town: Town, change: Callable[[Form], Form]
) -> None:
    before = await rows(quiet_town)
    answer = await quiet_town.caller.call(change(quiet_town.caller.form(ADA, "hello")))
    assert answer.status_code == 400
    assert await rows(quiet_town) == before
    assert quiet_town.gateway.parts.channels["sms"].refusals["malformed"] == 1


async def test_another_accounts_text_is_refused(quiet_town: Town) -> None:
    answer = await quiet_town.caller.text(ADA, "hello", AccountSid="AC" + "6" * 32)
    assert answer.status_code == 403


async def test_another_token_is_refused(quiet_town: Town) -> None:
    other = TwilioCaller(quiet_town.gateway.client, STORE_URL, token="another token")
    assert (await other.text(ADA, "hello")).status_code == 403


async def test_a_shared_keys_signature_is_known_by_its_header(
    start_town: Callable, line: SmsLine, worker: None
) -> None:
    town = await start_town(replace(line, shared_key="s" * 32))
    form = town.caller.form(ADA, "hello")
    url = f"{STORE_URL}/sms/twilio"
    signed = RequestValidator("s" * 32).compute_signature(url, form, HMAC_SHA256)
    named = {SIGNATURE_SETTINGS_HEADER: "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"}

    async def status(**headers: str) -> int:
        return (await town.gateway.client.post("/sms/twilio", data=form, headers=headers)).status_code

    assert await status(**{SIGNATURE_HEADER: signed}) == 403
    assert await status(**{SIGNATURE_HEADER: signed}, **named) == 200
    assert await status(**{SIGNATURE_HEADER: town.caller.signature(form)}, **named) == 403
    unknown = {SIGNATURE_SETTINGS_HEADER: "algorithm=HMAC_MD5"}
    assert await status(**{SIGNATURE_HEADER: signed}, **unknown) == 403


async def test_a_text_is_bounded_and_loses_what_no_row_can_hold(quiet_town: Town) -> None:
    form = quiet_town.caller.form(ADA, "a\x00b" + "1 " * 10_000, OptOutType="\x00", ToCity="\x00")
    assert (await quiet_town.caller.call(form)).status_code == 200
    *_, stored = [each for each in await quiet_town.messages() if each.author is MessageAuthor.SHOPPER]
    assert stored.text.startswith("ab1 1")
    assert len(stored.text) <= LONGEST_TEXT


async def test_a_lone_surrogate_is_no_text_of_twilios(quiet_town: Town) -> None:
    body = urlencode(quiet_town.caller.form(ADA, "hello")).encode().replace(b"hello", b"%ED%A0%80")
    answer = await quiet_town.gateway.client.post("/sms/twilio", content=body)
    assert answer.status_code == 403


@pytest.mark.parametrize("proxies", [0, 1])
async def test_what_a_proxy_says_of_the_url_counts_only_when_it_is_trusted(
    start_town: Callable, line: SmsLine, worker: None, proxies: int
) -> None:
    unconfigured = SmsLine(
        **{name: getattr(line, name) for name in line.__slots__} | {"configured_public_url": ""}
    )
    town = await start_town(unconfigured, trusted_proxies=proxies)
    caller = TwilioCaller(town.gateway.client, "https://chat.example")
    form = caller.form(ADA, "hello")
    headers = {
        SIGNATURE_HEADER: caller.signature(form),
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "chat.example",
    }
    answer = await town.gateway.client.post("/sms/twilio", data=form, headers=headers)
    assert answer.status_code == (200 if proxies else 403)
    # Without a proxy's word, the request's own.
    assert (await town.caller.text(BOB, "hello")).status_code == 200
