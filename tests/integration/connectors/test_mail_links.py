"""Opened and followed e-mails: counted once, by links that are ours alone and lead nowhere else."""

from sqlalchemy import select

from commerce.database import Sessions, create_engine
from commerce.notifications.catalogue import catalogue
from commerce.notifications.mails import mail_of
from commerce.notifications.models import MailHandover
from commerce.notifications.samples import sample
from commerce.notifications.tracking import MailLinks
from tests.integration.connectors.running import CONVERSATION_SECRET, RunningGateway

LINKS = MailLinks("https://store.example", CONVERSATION_SECRET)
KEY = "journey:00000000-0000-0000-0000-000000000001:reminder"


def path(url: str) -> str:
    return url.removeprefix("https://store.example")


async def counted(sessions: Sessions) -> tuple[bool, bool]:
    async with sessions() as session:
        found = (await session.scalars(select(MailHandover).where(MailHandover.key == KEY))).one()
    return found.opened_at is not None, found.followed_at is not None


async def test_an_opening_and_a_press_are_counted(gateway: RunningGateway, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(MailHandover(key=KEY))
    dot = await gateway.client.get(path(LINKS.opened(KEY)))
    assert (dot.status_code, dot.headers["content-type"]) == (200, "image/gif")
    assert "set-cookie" not in dot.headers
    assert await counted(sessions) == (True, False)
    followed = LINKS.followed(KEY, "https://store.example/checkout/abc?x=1")
    way = await gateway.client.get(path(followed), follow_redirects=False)
    assert way.status_code == 303
    assert way.headers["location"].endswith("/checkout/abc?x=1")
    assert await counted(sessions) == (True, True)


async def test_a_press_is_not_kept_waiting_for_the_count(gateway: RunningGateway, sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(MailHandover(key=KEY))
    followed = path(LINKS.followed(KEY, "https://store.example/checkout/abc"))
    away, here = create_engine("postgresql://127.0.0.1:1/nowhere"), sessions.kw["bind"]
    try:
        sessions.configure(bind=away)
        way = await gateway.client.get(followed, follow_redirects=False)
        dot = await gateway.client.get(path(LINKS.opened(KEY)))
    finally:
        sessions.configure(bind=here)
    assert way.status_code == 303
    assert way.headers["location"].endswith("/checkout/abc")
    assert (dot.status_code, dot.headers["content-type"]) == (200, "image/gif")
    assert await counted(sessions) == (False, False)


async def test_a_link_that_is_not_ours_leads_home(gateway: RunningGateway) -> None:
    token = path(LINKS.followed(KEY, "https://store.example/checkout/abc"))
    for forged in ("/m/x", "/m/e30.AAAA", token[:-1], token.replace("/m/", "/m/A")):
        way = await gateway.client.get(forged, follow_redirects=False)
        assert way.status_code == 303
        assert way.headers["location"].endswith("/")
        assert "/checkout" not in way.headers["location"]
    assert LINKS.followed(KEY, "https://elsewhere.example/") == "https://elsewhere.example/"
    assert LINKS.followed(KEY, "https://store.example.evil/") == "https://store.example.evil/"


def test_the_text_part_stays_plain_and_only_mails_with_a_key_are_counted() -> None:
    filled = sample("cart_left", "https://store.example")
    values = {"first_name": "Ada", "store_name": "Store"} | dict(filled.values)
    entry = catalogue()["cart_left"]
    mail = mail_of(entry, "ada@example.com", values, key=KEY, counted=LINKS)
    assert mail.html.count("https://store.example/m/") == 2
    assert "/m/" not in mail.text
    assert "/m/" not in mail_of(entry, "ada@example.com", values, counted=LINKS).html
