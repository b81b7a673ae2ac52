"""Pictures come from Twilio only, are pictures, and stay within a size."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from commerce.attachments.files import LARGEST_FILE
from commerce.attachments.models import Attachment, AttachmentStatus
from connectors.channels.sms.line import SmsLine
from connectors.channels.sms.media import MediaFetcher, MediaRefused
from tests.fakes.twilio import PICTURE
from tests.integration.connectors.running import until
from tests.integration.connectors.sms.town import ADA, Town

KEPT = "Thank you, the picture is kept with this conversation for our team. What is it about?"


async def attachments(town: Town) -> list[Attachment]:
    """Those of the store, once all have been tried."""

    async def are_tried() -> bool:
        async with town.sessions() as session:
            waiting = select(Attachment.id).where(Attachment.status == AttachmentStatus.PENDING).limit(1)
            return await session.scalar(waiting) is None

    await until(are_tried, deadline_s=30)
    async with town.sessions() as session:
        found = select(Attachment).options(undefer(Attachment.content)).order_by(Attachment.number)
        return list(await session.scalars(found))


async def test_a_picture_is_stored_with_its_message(town: Town) -> None:
    town.twilio.media["a"] = (200, PICTURE, {"content-type": "text/html"})
    town.twilio.media["b"] = (307, b"", {"location": "/media/a"})
    urls = {"MediaUrl0": f"{town.twilio.url}/media/a", "MediaUrl1": f"{town.twilio.url}/media/b"}
    said = await town.converse(ADA, "it is broken", NumMedia="2", **urls)
    assert said == "You said: it is broken"
    stored = await attachments(town)
    assert [(each.status, each.content, each.content_type) for each in stored] == [
        (AttachmentStatus.STORED, PICTURE, "image/png")
    ] * 2
    asked, _ = await town.messages()
    assert {each.message_id for each in stored} == {asked.id}
    assert all(login and login.startswith("Basic ") for login in town.twilio.media_logins)


async def test_a_picture_without_words_is_asked_about(town: Town) -> None:
    town.twilio.media["a"] = (200, PICTURE, {})
    form = town.caller.form(ADA, "", NumMedia="1", MediaUrl0=f"{town.twilio.url}/media/a")
    for _ in range(2):
        assert (await town.caller.call(form)).status_code == 200
    await town.settled()
    assert town.twilio.texts_to(ADA) == [KEPT]
    (stored,) = await attachments(town)
    assert stored.status is AttachmentStatus.STORED
    assert town.dialogue.turns[str((await town.conversations())[0].id)] == []


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (200, b"<svg onload=alert(1)>"),
        (200, b"%PDF-1.7"),
        (404, b""),
        (200, PICTURE + bytes(LARGEST_FILE)),
    ],
)
async def test_what_is_no_picture_is_refused(town: Town, status: int, content: bytes) -> None:
    town.twilio.media["a"] = (status, content, {"content-type": "image/png"})
    await town.converse(ADA, "look", NumMedia="1", MediaUrl0=f"{town.twilio.url}/media/a")
    (refused,) = await attachments(town)
    assert (refused.status, refused.content) == (AttachmentStatus.REFUSED, None)


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:5005/",
        "http://api.twilio.com/x",  # not encrypted
        "https://api.twilio.com.evil.example/x",
        "https://api.twilio.com@evil.example/x",
        "https://evil.example/api.twilio.com",
        "https://eviltwilio.com/x",
        "https://api.twilio.com:8443/x",
        "file:///etc/passwd",
        "//api.twilio.com/x",
        "",
    ],
)
async def test_nothing_is_fetched_from_elsewhere(line: SmsLine, url: str) -> None:
    with pytest.raises(MediaRefused, match="not at Twilio's"):
        await MediaFetcher(line).fetch(url)


async def test_twilio_cannot_be_made_to_send_us_elsewhere(town: Town) -> None:
    town.twilio.media["a"] = (307, b"", {"location": "http://127.0.0.1:9/admin"})
    await town.converse(ADA, "look", NumMedia="1", MediaUrl0=f"{town.twilio.url}/media/a")
    (refused,) = await attachments(town)
    assert refused.status is AttachmentStatus.REFUSED


async def test_a_circle_of_redirects_ends(town: Town) -> None:
    town.twilio.media["a"] = (302, b"", {"location": "/media/a"})
    await town.converse(ADA, "look", NumMedia="1", MediaUrl0=f"{town.twilio.url}/media/a")
    (refused,) = await attachments(town)
    assert refused.status is AttachmentStatus.REFUSED
