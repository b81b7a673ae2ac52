"""What agents put into a thread goes to the shopper, or they are told why it does not."""

from typing import Any

import pytest
from sqlalchemy import select

from commerce.attachments.files import LARGEST_FILE
from commerce.desk.models import DeskPost
from tests.fakes.slack import LOST
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.desk.floor import Case, Floor
from tests.integration.connectors.slack.desk.test_working import claimed

PNG = b"\x89PNG\r\n\x1a\n" + bytes(30_000)


async def cards(case: Case) -> list[dict[str, Any]]:
    return [card for each in await case.chat.messages() for card in each["cards"]]


async def send(case: Case, text: str, *files: dict[str, Any]) -> dict[str, Any]:
    return await case.write("UROBIN", text, subtype="file_share", files=list(files))


async def test_a_file_in_the_thread_goes_to_the_shopper_with_its_words(floor: Floor) -> None:
    case = await claimed(floor)
    event = await send(case, "This one?", floor.slack.file("lamp ä.png", PNG))
    await case.tell(event)  # told again
    await case.until_said("agent", "This one?")
    [card] = await cards(case)
    assert (card["title"], card["subtitle"]) == ("lamp ä.png", "Picture, 29 KB")
    path = card["link"]["url"].removeprefix("http://shop.example")
    assert (await floor.workspace.gateway.client.get(path)).content == PNG


async def test_a_file_without_words_goes_too(floor: Floor) -> None:
    case = await claimed(floor)
    await send(case, "", floor.slack.file("bill.pdf", b"%PDF-1.7"), floor.slack.file("notes.txt", b"two"))
    await case.until_said("agent", "")
    assert [card["title"] for card in await cards(case)] == ["bill.pdf", "notes.txt"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("setup.exe", b"MZ", "A file with such a name can't be sent: please rename it."),
        ("film.mp4", b"mp4", "The file film.mp4 can't be sent: only pictures (JPEG, PNG, GIF, WebP), PDF"),
        ("big.png", b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_FILE), "The file big.png is larger than 5 MB."),
        ("lamp.png", b"<html>", "The file lamp.png isn't what its name says."),
    ],
)
async def test_what_may_not_go_out_is_refused_and_the_words_go_without(
    floor: Floor, name: str, content: bytes, told: str
) -> None:
    case = await claimed(floor)
    await send(case, "Look.", floor.slack.file(name, content), floor.slack.file("ok.txt", b"ok"))
    await case.until_whispered("UROBIN", told)
    await case.until_whispered("UROBIN", "The shopper gets your words without it.")
    await case.until_said("agent", "Look.")
    assert [card["title"] for card in await cards(case)] == ["ok.txt"]


async def test_a_file_larger_than_slack_told_is_refused(floor: Floor) -> None:
    case = await claimed(floor)
    await send(case, "Look.", floor.slack.file("big.txt", b"x" * (LARGEST_FILE + 9), size=10))
    await case.until_whispered("UROBIN", "The file big.txt is larger than 5 MB.")
    await case.until_said("agent", "Look.")
    assert await cards(case) == []


async def test_without_the_scope_the_agent_is_told_which(floor: Floor) -> None:
    case = await claimed(floor)
    floor.slack.lacking.add("files:read")
    await send(case, "Look.", floor.slack.file("lamp.png", PNG))
    await case.until_whispered("UROBIN", "it needs the scope files:read")
    await case.until_said("agent", "Look.")


async def test_the_token_goes_to_slack_alone(floor: Floor) -> None:
    case = await claimed(floor)
    elsewhere = floor.slack.file("lamp.png", PNG) | {"url_private": "https://slack.com.evil.example/lamp.png"}
    await send(case, "Look.", elsewhere)
    await case.until_whispered("UROBIN", "The file isn't kept at Slack: send a link instead.")
    await case.until_said("agent", "Look.")


async def upload(case: Case, name: str, content: bytes) -> None:
    """The shopper sends a file."""
    answer = await case.chat.client.post(
        f"/chat/conversations/{case.id}/files",
        params={"id": name, "name": name},
        content=content,
        headers=case.chat.headers,
    )
    assert answer.status_code == 201, answer.text


def shown(case: Case) -> list[tuple[str, bytes]]:
    thread = case.slack.thread(case.channel, case.stamp)
    held = case.slack.contents
    return [(file["title"], held[file["id"]]) for each in thread for file in each.get("files", [])]


async def test_what_the_shopper_sends_stands_in_the_thread(floor: Floor) -> None:
    case = await claimed(floor)
    await upload(case, "broken.png", PNG)
    await upload(case, "bill.pdf", b"%PDF-1.7")

    async def are_there() -> bool:
        return len(shown(case)) == 2

    await until(are_there)
    assert shown(case) == [("broken.png", PNG), ("bill.pdf", b"%PDF-1.7")]
    await case.chat.post(text="that's it")
    await case.until_in_thread("that's it")
    assert len(shown(case)) == 2


async def test_a_file_whose_upload_had_no_answer_is_there_once(floor: Floor) -> None:
    case = await claimed(floor)
    floor.slack.outcomes["files.completeUploadExternal"] = [LOST]
    floor.slack.outcomes["files.getUploadURLExternal"] = [503, 429]
    await upload(case, "broken.png", PNG)
    await case.chat.post(text="do you see it?")

    async def is_quiet() -> bool:
        async with floor.sessions() as session:
            waiting = await session.scalar(select(DeskPost.id).where(DeskPost.stamp.is_(None)).limit(1))
        return waiting is None and "do you see it?" in case.said()

    await until(is_quiet, 60)
    assert shown(case) == [("broken.png", PNG)]


async def test_without_the_scope_the_thread_goes_on_with_the_link(floor: Floor) -> None:
    case = await claimed(floor)
    floor.slack.lacking.add("files.getUploadURLExternal")
    await upload(case, "broken.png", PNG)
    await case.chat.post(text="do you see it?")
    await case.until_in_thread("do you see it?")
    assert shown(case) == []
    assert "broken.png (stored)" in str(case.slack.thread(case.channel, case.stamp))
    assert (await case.thread_row()).lost_because is None


async def test_files_of_who_has_not_claimed_stay_in_the_thread(floor: Floor) -> None:
    case = await claimed(floor)
    await floor.hire("UKIM")
    file = floor.slack.file("lamp.png", PNG)
    await case.write("UKIM", "I have a picture", subtype="file_share", files=[file])
    await case.until_noted("I have a picture")
    await case.until_whispered("UKIM", "Files stay here with your note.")
    await case.write("UKIM", "", subtype="file_share", files=[file])  # without a word there is no note
    await case.until_whispered("UKIM", "Your files stay in this thread: nothing went to the shopper.")
    assert await cards(case) == []
