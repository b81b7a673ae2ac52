"""Choosing what one is written about: by a link, without signing in, and by a mail program's button."""

import pytest

from commerce.consent.ledger import Subscriber, grant, may_write, standing
from commerce.consent.models import ConsentSource, Topic
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.notifications.preferences import PreferenceLinks
from tests.factories import a_customer, store
from tests.integration.connectors.running import CONVERSATION_SECRET, RunningGateway

LINKS = PreferenceLinks("", CONVERSATION_SECRET)
PHONE = "+13035550177"


@pytest.fixture
async def ada(sessions: Sessions) -> Customer:
    """Somebody who agreed to everything."""
    made = a_customer(email="Ada@Example.com", phone=PHONE)
    async with sessions.begin() as session:
        await store(session, made)
        for subscriber in (Subscriber("email", "ada@example.com"), Subscriber("sms", PHONE)):
            await grant(session, subscriber, set(Topic), ConsentSource.SIGN_UP)
    return made


async def sold_to(sessions: Sessions) -> dict[str, bool]:
    async with sessions() as session:
        return {
            channel: await may_write(session, Subscriber(channel, address), Topic.MARKETING)
            for channel, address in (("email", "ada@example.com"), ("sms", PHONE))
        }


async def test_the_page_shows_what_is_chosen_and_no_address(gateway: RunningGateway, ada: Customer) -> None:
    page = await gateway.client.get(LINKS.page(ada.id))
    assert page.status_code == 200
    assert page.text.count(" checked") == 3
    assert "ada@example.com" not in page.text.lower()
    assert PHONE not in page.text
    assert page.headers["x-robots-tag"] == "noindex"


async def test_what_is_chosen_counts_and_service_stays(
    gateway: RunningGateway, sessions: Sessions, ada: Customer
) -> None:
    path = LINKS.page(ada.id)
    saved = await gateway.client.post(path, data={"email": "1"})
    assert (saved.status_code, saved.headers["location"]) == (303, f"{path}?saved=1")
    assert await sold_to(sessions) == {"email": True, "sms": False}
    await gateway.client.post(path, data={"email": "1", "sms": "1", "web": "1"})
    assert await sold_to(sessions) == {"email": True, "sms": True}
    await gateway.client.post(path, data={"email": "1", "sms": "1", "nothing": "1"})
    assert await sold_to(sessions) == {"email": False, "sms": False}
    async with sessions() as session:
        entries = await standing(session, Subscriber("sms", PHONE))
        assert entries[Topic.SERVICE].is_granted
        web = await standing(session, Subscriber("web", ada.id))
        assert not web[Topic.MARKETING].is_granted


async def test_a_number_says_its_first_yes_only_by_itself(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    ben = a_customer(phone=PHONE)
    async with sessions.begin() as session:
        await store(session, ben)
    page = await gateway.client.get(LINKS.page(ben.id))
    assert "text START" in page.text
    await gateway.client.post(LINKS.page(ben.id), data={"sms": "1"})
    async with sessions() as session:
        assert not await may_write(session, Subscriber("sms", PHONE), Topic.MARKETING)


async def test_one_click_unsubscribes_from_mails_and_from_nothing_else(
    gateway: RunningGateway, sessions: Sessions, ada: Customer
) -> None:
    path = LINKS.one_click(ada.id)
    for _ in range(2):  # a program may send it twice
        answer = await gateway.client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content) == (200, b"")
    assert await sold_to(sessions) == {"email": False, "sms": True}
    async with sessions() as session:
        entries = await standing(session, Subscriber("email", "ada@example.com"))
    assert entries[Topic.MARKETING].source is ConsentSource.ONE_CLICK
    assert entries[Topic.SERVICE].is_granted


async def test_who_only_looks_at_the_link_unsubscribes_nobody(
    gateway: RunningGateway, sessions: Sessions, ada: Customer
) -> None:
    path = LINKS.one_click(ada.id)
    assert (await gateway.client.get(path)).status_code == 303
    assert (await gateway.client.head(path)).status_code in {303, 405}
    assert (await gateway.client.post(path)).status_code == 400
    assert (await gateway.client.post(path, data={"List-Unsubscribe": "yes"})).status_code == 400
    assert await sold_to(sessions) == {"email": True, "sms": True}


@pytest.mark.parametrize("token", ["x", "QzEw.AAAAAAAAAAAAAAAA", ".", "é"])
async def test_a_link_that_is_not_ours_leads_nowhere(gateway: RunningGateway, token: str) -> None:
    assert (await gateway.client.get(f"/preferences/{token}")).status_code == 404
    assert (await gateway.client.post(f"/preferences/{token}", data={"email": "1"})).status_code == 404
    one_click = await gateway.client.post(f"/unsubscribe/{token}", data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 404
