"""Bounces and complaints, as mail servers word them: the address is written to no more."""

from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText

import pytest
from sqlalchemy import select

from commerce.consent.ledger import Subscriber, grant, may_write
from commerce.consent.models import ConsentSource, Topic
from commerce.customers.models import Customer
from commerce.database import Sessions
from commerce.notifications.models import Undeliverable
from commerce.notifications.reports import read_report
from connectors.server.options import GatewayOptions
from tests.factories import a_customer, store
from tests.integration.connectors.running import RunningGateway, running_gateway

KEY = "the-key-of-the-mail-server-in-tests"
ADDRESS = "ada@example.com"


def fields(**values: str) -> Message:
    made = Message()
    for name, value in values.items():
        made[name.replace("_", "-")] = value
    return made


def report(kind: str, *blocks: Message, original: Message | None = None) -> bytes:
    made = MIMEMultipart("report", report_type=kind)
    made["From"], made["To"] = "mailer-daemon@mx.example", "bounces@store.example"
    made.attach(MIMEText("Something about your e-mail."))
    part: MIMEBase = MIMENonMultipart("message", kind)
    if kind == "delivery-status":
        part = MIMEBase("message", kind)
        part.set_payload(list(blocks))
    else:
        part.set_payload(blocks[0].as_string())
    made.attach(part)
    if original is not None:
        made.attach(MIMEMessage(original))
    return made.as_bytes()


def bounce(status: str, action: str = "failed", address: str = ADDRESS) -> bytes:
    of_server = fields(Reporting_MTA="dns; mx.example")
    of_address = fields(Final_Recipient=f"rfc822; {address}", Action=action, Status=status)
    return report("delivery-status", of_server, of_address)


def complaint(kind: str = "abuse", *, names: bool = True) -> bytes:
    told = {"Feedback_Type": kind, "User_Agent": "Mailbox/1", "Version": "1"}
    original = EmailMessage()
    original["To"] = f"Ada <{ADDRESS.upper()}>"
    original.set_content("An offer.")
    named = {"Original_Rcpt_To": f"<{ADDRESS}>"} if names else {}
    return report("feedback-report", fields(**told, **named), original=original)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (bounce("5.1.1"), [(ADDRESS, False)]),
        (bounce("5.1.10"), [(ADDRESS, False)]),
        (bounce("5.2.1"), [(ADDRESS, False)]),
        (bounce("5.2.2"), []),
        (bounce("4.4.7", "delayed"), []),
        (bounce("5.7.1"), []),
        (bounce("2.0.0", "delivered"), []),
        (complaint(), [(ADDRESS, True)]),
        (complaint(names=False), [(ADDRESS, True)]),
        (complaint("not-spam"), []),
        (b"Subject: I am on holiday\r\n\r\nBack on Monday.", []),
        (b"", []),
        (b"\xff\x00Content-Type: multipart/report\r\n\r\n--x", []),
    ],
)
def test_what_a_report_tells(raw: bytes, told: list[tuple[str, bool]]) -> None:
    assert [(each.address, each.is_complaint) for each in read_report(raw)] == told


@pytest.fixture
async def ada(sessions: Sessions) -> Customer:
    made = a_customer(email="Ada@Example.com")
    async with sessions.begin() as session:
        await store(session, made)
        await grant(session, Subscriber("email", ADDRESS), set(Topic), ConsentSource.SIGN_UP)
    return made


@pytest.fixture
async def shop(database_url: str, sessions: Sessions):
    async with running_gateway(database_url, sessions, [], GatewayOptions(), events_key=KEY) as gateway:
        yield gateway


async def tell(shop: RunningGateway, raw: bytes, key: str = KEY) -> tuple[int, int | None]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "message/rfc822"}
    answer = await shop.client.post("/mail/reports", content=raw, headers=headers)
    return answer.status_code, answer.json().get("stopped")


async def noted(sessions: Sessions) -> dict[str, str]:
    async with sessions() as session:
        return {each.address: each.reason for each in await session.scalars(select(Undeliverable))}


async def test_a_bounce_and_a_complaint_stop_the_address(
    shop: RunningGateway, sessions: Sessions, ada: Customer
) -> None:
    assert await tell(shop, bounce("5.1.1", address="stranger@example.com")) == (200, 0)
    assert await tell(shop, bounce("5.1.1")) == (200, 1)
    assert await noted(sessions) == {ADDRESS: "bounced 5.1.1"}
    async with sessions() as session:
        assert await may_write(session, Subscriber("email", ADDRESS), Topic.MARKETING)
    assert await tell(shop, complaint()) == (200, 1)
    async with sessions() as session:
        assert not await may_write(session, Subscriber("email", ADDRESS), Topic.MARKETING)
        assert await may_write(session, Subscriber("email", ADDRESS), Topic.SERVICE)


async def test_only_who_has_the_key_may_report(
    shop: RunningGateway, sessions: Sessions, ada: Customer
) -> None:
    assert (await tell(shop, bounce("5.1.1"), key="another"))[0] == 401
    assert await noted(sessions) == {}
