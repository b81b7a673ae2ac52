"""Files both ways on the web: what may pass is there for the other side, what may not is refused in words."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from commerce.attachments.files import LARGEST_FILE
from commerce.attachments.models import Attachment, SentFile
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.links.documents import DocumentKind, DocumentLinks, DocumentRef
from commerce.support.uploads import KEPT, MOST_FILES, WHAT_ABOUT
from tests.factories import FixedClock
from tests.integration.connectors.desk.shopper import Shopper
from tests.integration.connectors.running import CONVERSATION_SECRET, RunningGateway
from tests.integration.connectors.staff.people import OWN_PAGE, Browser

Enter = Callable[..., Awaitable[Browser]]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50_000)
PDF = b"%PDF-1.7\nwhatever"


async def upload(
    shopper: Shopper, name: str, content: bytes, client_id: str = "", **headers: str
) -> httpx.Response:
    return await shopper.chat.client.post(
        f"/chat/conversations/{shopper.id}/files",
        params={"id": client_id or uuid4().hex, "name": name},
        content=content,
        headers=shopper.chat.headers | headers,
    )


async def send_files(
    agent: Browser, shopper: Shopper, text: str, *files: tuple[str, bytes]
) -> httpx.Response:
    return await agent.client.post(
        f"{shopper.page}/reply",
        data={"csrf": await agent.csrf(), "key": str(uuid4()), "text": text},
        files=[("file", file) for file in files],
        headers=OWN_PAGE,
    )


async def cards(shopper: Shopper) -> list[dict[str, Any]]:
    return [card for each in await shopper.chat.messages() for card in each["cards"]]


async def test_a_shopper_sends_a_picture_to_their_agent(shopper: Shopper, enter: Enter) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    answer = await upload(shopper, "broken lamp.png", PNG)
    assert (answer.status_code, answer.json()["owner"]) == (201, "agent")
    [card] = await cards(shopper)
    assert (card["title"], card["subtitle"]) == ("broken lamp.png", "Picture, 49 KB")
    async with shopper.sessions() as session:
        [kept] = await session.scalars(select(Attachment.id))
    assert f"/desk/pictures/{kept}" in (await agent.open(shopper.page)).text
    seen = await agent.open(f"/desk/pictures/{kept}")
    assert (seen.content, seen.headers["content-type"]) == (PNG, "image/png")
    assert KEPT not in str(await shopper.heard())  # who has an agent is answered by them


async def test_without_an_agent_the_shopper_is_told_that_people_will_see_it(
    gateway: RunningGateway, sessions: Sessions, shopper: Shopper
) -> None:
    assert (await upload(shopper, "lamp.png", PNG)).status_code == 201
    assert (await shopper.heard())[-1] == ("system", KEPT)  # who waits has said what it is about
    with_bot = Shopper(gateway.chat(), sessions)
    await with_bot.chat.say("hello")
    assert (await upload(with_bot, "lamp.png", PNG)).status_code == 201
    assert (await with_bot.heard())[-1] == ("system", f"{KEPT} {WHAT_ABOUT}")


async def test_a_file_that_is_sent_again_is_one_file(shopper: Shopper) -> None:
    for _ in range(3):
        assert (await upload(shopper, "lamp.png", PNG, "one")).status_code == 201
    assert len(await cards(shopper)) == 1
    async with shopper.sessions() as session:
        assert await session.scalar(select(func.count(Attachment.id))) == 1


@pytest.mark.parametrize(
    ("name", "content", "code", "reason"),
    [
        ("lamp.png", bytes(LARGEST_FILE + 1), "file_refused", "The file lamp.png is larger than 5 MB."),
        ("lamp.exe", PNG, "file_refused", "A file with such a name can't be sent: please rename it."),
        ("lamp.zip", PNG, "file_refused", "The file lamp.zip can't be sent: only pictures"),
        ("lamp.png", b"<svg onload=alert(1)>", "file_refused", "The file lamp.png isn't what its name says."),
        ("lamp.png", b"", "file_refused", "The file lamp.png is empty."),
    ],
)
async def test_what_may_not_pass_is_refused_with_its_reason(
    shopper: Shopper, name: str, content: bytes, code: str, reason: str
) -> None:
    answer = await upload(shopper, name, content)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["reason"].startswith(reason)
    assert await cards(shopper) == []


async def test_only_who_holds_the_conversation_sends_files_into_it(
    gateway: RunningGateway, shopper: Shopper
) -> None:
    stranger = await upload(shopper, "lamp.png", PNG, Authorization="Bearer nonsense")
    assert stranger.status_code == 401
    url = f"/chat/conversations/{uuid4()}/files?id=a&name=lamp.png"
    assert (await gateway.client.post(url, content=PNG, headers=shopper.chat.headers)).status_code == 401
    assert await cards(shopper) == []


async def test_other_routes_take_no_larger_bodies_than_before(shopper: Shopper) -> None:
    answer = await shopper.chat.client.post(
        "/chat/messages", content=b'{"text": "' + b"x" * 400_000 + b'"}', headers=shopper.chat.headers
    )
    assert answer.status_code == 413


async def test_a_conversation_takes_so_many_files_and_no_more(
    start_gateway: Callable[..., Awaitable[RunningGateway]], sessions: Sessions
) -> None:
    gateway = await start_gateway(address_files_per_minute=100)
    shopper = Shopper(gateway.chat(), sessions)
    await shopper.chat.say("hello")
    codes = [(await upload(shopper, "a.txt", b"a")).status_code for _ in range(MOST_FILES + 1)]
    assert codes == [201] * MOST_FILES + [422]


async def test_one_address_cannot_fill_the_store(shopper: Shopper) -> None:
    answers = [await upload(shopper, "a.txt", b"a") for _ in range(11)]
    assert [each.status_code for each in answers] == [201] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_an_agent_sends_files_which_the_shopper_opens(
    shopper: Shopper, enter: Enter, gateway: RunningGateway
) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    sent = await send_files(agent, shopper, "Here you are.", ("map.png", PNG), ("bill.pdf", PDF))
    assert sent.status_code == 303
    assert ("agent", "Here you are.") in await shopper.heard()
    picture, bill = await cards(shopper)
    assert picture["image"] == picture["link"]["url"]
    assert (bill["title"], bill["subtitle"], "image" in bill) == ("bill.pdf", "PDF, 1 KB", False)
    opened = await gateway.client.get(urlsplit(bill["link"]["url"]).path)
    assert opened.content == PDF
    assert opened.headers["content-disposition"] == "attachment; filename*=UTF-8''bill.pdf"
    assert "sandbox" in opened.headers["content-security-policy"]
    shown = await gateway.client.get(urlsplit(picture["link"]["url"]).path)
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert shown.headers["cross-origin-resource-policy"] == "cross-origin"
    async with shopper.sessions() as session:
        file_id = await session.scalar(select(SentFile.id).where(SentFile.name == "bill.pdf"))
    assert f'<a href="/desk/files/{file_id}">bill.pdf</a>' in (await agent.open(shopper.page)).text
    assert (await agent.open(f"/desk/files/{file_id}")).content == PDF


async def test_a_refused_file_is_told_to_the_agent_and_the_words_go_without(
    shopper: Shopper, enter: Enter
) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    answer = await send_files(agent, shopper, "See this.", ("setup.exe", b"MZ"), ("ok.pdf", PDF))
    assert answer.status_code == 200
    assert "can&#39;t be sent: please rename it. Your words went without it." in answer.text
    assert ("agent", "See this.") in await shopper.heard()
    assert [card["title"] for card in await cards(shopper)] == ["ok.pdf"]


async def test_a_refused_file_alone_sends_nothing(shopper: Shopper, enter: Enter) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    answer = await send_files(agent, shopper, "", ("big.png", b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_FILE)))
    assert answer.status_code == 422
    assert "The file big.png is larger than 5 MB." in answer.text
    assert "agent" not in [author for author, _ in await shopper.heard()]


async def test_a_note_takes_no_files_and_says_so(shopper: Shopper, enter: Enter) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    page = (await agent.open(shopper.page)).text
    assert f'formaction="{shopper.page}/note" formenctype="application/x-www-form-urlencoded"' in page
    assert "a note takes no files" in page
    answer = await agent.client.post(
        f"{shopper.page}/note",
        data={"text": "Look", "csrf": await agent.csrf()},
        files=[("file", ("big.png", PNG + bytes(300_000), "image/png"))],
        headers=OWN_PAGE,
    )
    assert (answer.status_code, answer.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert "That is more than can be sent here." in answer.text


async def test_who_has_not_claimed_the_case_sends_no_file(shopper: Shopper, enter: Enter) -> None:
    answer = await send_files(await enter(), shopper, "hi", ("map.png", PNG))
    assert answer.status_code == 409
    async with shopper.sessions() as session:
        assert await session.scalar(select(func.count(SentFile.id))) == 0


async def test_a_link_to_a_file_ends_and_cannot_be_guessed(gateway: RunningGateway) -> None:
    links = DocumentLinks("", CONVERSATION_SECRET)
    reference = DocumentRef(DocumentKind.FILE, str(uuid4()), "")
    long_ago = FixedClock(SystemClock().now() - timedelta(days=31))
    ended = await gateway.client.get(links.url(reference, clock=long_ago))
    assert (ended.status_code, ended.headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert "This link has expired" in ended.text  # for the shopper, who has no use for JSON
    assert (await gateway.client.get(links.url(reference, clock=SystemClock()))).status_code == 404
    assert (await gateway.client.get("/files/nonsense")).status_code == 404
    receipt = DocumentRef(DocumentKind.RECEIPT, "W1", "c")
    assert (
        await gateway.client.get(f"/files/{links.token(receipt, clock=SystemClock())}")
    ).status_code == 404
