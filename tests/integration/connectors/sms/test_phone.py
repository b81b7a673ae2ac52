"""The page that plays a phone, in a real browser; and that there is none where texts are real."""

from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import Page, expect

from connectors.channels.sms.line import SmsLine
from tests.browsing import running_chromium
from tests.factories import a_customer
from tests.integration.connectors.sms.town import ADA, STORE_URL, Town


@pytest.fixture
def line() -> SmsLine:
    """The console's."""
    return SmsLine(
        account_sid="AC" + "0" * 32,
        auth_token="dev-" + "t" * 32,
        sender="+15005550006",
        api_url="",
        public_url=STORE_URL,
        configured_public_url="",
        is_console=True,
    )


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with running_chromium() as browser:
        opened = await browser.new_page(viewport={"width": 1000, "height": 820}, reduced_motion="reduce")
        opened.set_default_timeout(20_000)
        yield opened


@pytest.mark.browser
async def test_a_number_on_file_texts_and_is_answered_in_bubbles(town: Town, page: Page) -> None:
    async with town.sessions.begin() as session:
        session.add(a_customer(first_name="Ada", last_name="Moss", phone=ADA))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    await page.goto(f"http://127.0.0.1:{town.gateway.port}/dev/phone")
    await page.get_by_role("button", name="Ada Moss").click()
    body = page.get_by_label("Your text")
    await body.fill("offer")
    await body.press("Enter")
    store = page.locator("#texts .store")
    await expect(store.locator(".bubble")).to_have_text(
        "Shall I?\nReply with a number:\n1 Yes, please\n2 No", timeout=20_000
    )
    await expect(store.locator(".note")).to_have_text("GSM-7 · 1 segment · sent", timeout=20_000)
    await body.fill("2")
    await page.get_by_role("button", name="Send").click()
    await expect(store.locator(".bubble").nth(1)).to_have_text("You said: /deny", timeout=20_000)
    assert await page.locator("#texts .shopper .bubble").all_text_contents() == ["offer", "2"]
    await expect(page.locator("#total")).to_have_text("2 segments from the store so far")
    assert errors == []
    conversation, *_ = await town.conversations()
    assert conversation.customer_id is not None


async def test_the_phone_is_heard_as_twilio_would_be(town: Town) -> None:
    client = town.gateway.client
    sent = await client.post("/dev/phone/texts", json={"number": ADA, "body": "hello"})
    assert sent.status_code == 200
    (message, *_) = await town.messages()
    assert message.external_id == sent.json()["id"]
    refused = await client.post("/dev/phone/texts", json={"number": "me", "body": "hello"})
    assert refused.status_code == 400
    assert town.gateway.parts.channels["sms"].refusals.total == 0


async def test_there_is_no_phone_where_texts_are_real(start_town: Callable, line: SmsLine) -> None:
    real = SmsLine(**{name: getattr(line, name) for name in line.__slots__} | {"is_console": False})
    town = await start_town(real)
    for path in ("/dev/phone", "/dev/phone/numbers", "/dev/phone/files/phone.js"):
        assert (await town.gateway.client.get(path)).status_code == 404
    answer = await town.gateway.client.post("/dev/phone/texts", json={"number": ADA, "body": "hello"})
    assert answer.status_code == 404


async def test_there_is_no_sms_without_a_line(start_gateway: Callable) -> None:
    gateway = await start_gateway()
    assert (await gateway.client.post("/sms/twilio")).status_code == 404
    assert (await gateway.client.get("/dev/phone")).status_code == 404
