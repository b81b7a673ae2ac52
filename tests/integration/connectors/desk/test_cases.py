"""A case from the queue to its end: one person has it, the bot is silent, only replies are sent."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from commerce.database import Sessions
from commerce.desk.models import CsatRating, DeskNote
from commerce.staff.models import Role
from commerce.support.models import Escalation, HandoffStatus, Message, Resolution
from tests.integration.connectors.desk.shopper import Shopper
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, until
from tests.integration.connectors.staff.people import Browser

Enter = Callable[..., Awaitable[Browser]]


async def test_a_case_is_claimed_answered_and_resolved(shopper: Shopper, enter: Enter) -> None:
    agent = await enter()
    assert "I need a person" in (await agent.open("/desk/")).text
    assert (await agent.submit(f"{shopper.page}/claim")).status_code == 303
    page = (await agent.open(shopper.page)).text
    assert "I need a person" in page
    assert (await agent.submit(f"{shopper.page}/reply", text="Hello, I'm Kim.")).status_code == 303
    await shopper.chat.post(text="finally!")
    assert "finally!" in (await agent.open(f"{shopper.page}/transcript")).text
    resolved = await agent.submit(f"{shopper.page}/resolve", resolution="solved", note="It was nothing.")
    assert resolved.status_code == 303
    heard = await shopper.heard()
    assert ("agent", "Hello, I'm Kim.") in heard
    assert heard[-1][1].startswith("How did we do?")
    handoff = await shopper.handoff()
    assert (handoff.status, handoff.resolution) == (HandoffStatus.RESOLVED, Resolution.SOLVED)
    assert handoff.first_reply_at is not None
    assert await shopper.chat.say("and another thing") != []  # the bot again


async def test_the_longest_reply_may_have_many_lines(shopper: Shopper, enter: Enter) -> None:
    agent, lines = await enter(), ["x"] * 1_999 + ["xx"]  # 4,000 characters, as a browser counts them
    await agent.submit(f"{shopper.page}/claim")
    assert (await agent.submit(f"{shopper.page}/reply", text="\r\n".join(lines))).status_code == 303
    assert ("agent", "\n".join(lines)) in await shopper.heard()


async def test_while_a_person_has_it_the_bot_is_silent(
    shopper: Shopper, enter: Enter, dialogue: FakeDialogue
) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    before = len(dialogue.turns[str(shopper.id)])
    answer = await shopper.chat.post(text="are you there?")
    assert (answer.json()["messages"], answer.json()["owner"]) == ([], "agent")
    assert len(dialogue.turns[str(shopper.id)]) == before


async def test_what_the_bot_was_about_to_say_becomes_a_note(
    gateway: RunningGateway, shopper: Shopper, enter: Enter, dialogue: FakeDialogue
) -> None:
    agent = await enter()
    asking = asyncio.create_task(shopper.chat.post(text="hold"))
    await until(lambda: _runs(dialogue, shopper))
    assert (await agent.submit(f"{shopper.page}/claim")).status_code == 303
    dialogue.held.set()
    assert (await asking).json()["messages"] == []
    [note] = await shopper.rows(DeskNote)
    assert note.text.startswith("Not sent, since a person has the conversation: ")
    assert [author for author, _ in await shopper.heard()].count("bot") == 1  # what it said before


async def _runs(dialogue: FakeDialogue, shopper: Shopper) -> bool:
    return any(each["message_id"] for each in dialogue.metadata[1:]) and len(dialogue.metadata) > 1


async def test_of_six_who_claim_at_once_one_has_it(
    shopper: Shopper, enter: Enter, gateway: RunningGateway
) -> None:
    agents = [await enter(email=f"agent{number}@store.example") for number in range(6)]
    tokens = [await agent.csrf() for agent in agents]
    claims = [
        agent.send(f"{shopper.page}/claim", csrf=token) for agent, token in zip(agents, tokens, strict=True)
    ]
    codes = [answer.status_code for answer in await asyncio.gather(*claims)]
    assert sorted(codes) == [303, 409, 409, 409, 409, 409]
    refused = await agents[codes.index(409)].submit(f"{shopper.page}/reply", text="me too")
    assert refused.status_code == 409
    assert "me too" in refused.text  # what was written is not lost
    assert "agent" not in [author for author, _ in await shopper.heard()]


async def test_a_note_is_no_message(shopper: Shopper, enter: Enter) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    await agent.submit(f"{shopper.page}/note", text="sounds fishy")
    assert "sounds fishy" in (await agent.open(shopper.page)).text
    assert "sounds fishy" not in str(await shopper.chat.messages())
    assert "sounds fishy" not in str([each.text for each in await shopper.rows(Message)])


async def test_a_second_click_sends_nothing_twice(shopper: Shopper, enter: Enter) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    key = str(uuid4())
    for _ in range(3):
        await agent.submit(f"{shopper.page}/reply", text="once", key=key)
    assert [text for author, text in await shopper.heard() if author == "agent"] == ["once"]


async def test_a_case_goes_back_to_the_bot_with_what_was_done(shopper: Shopper, enter: Enter) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    await agent.submit(f"{shopper.page}/hand-back", summary="Refund promised by Friday.")
    handoff = await shopper.handoff()
    assert (handoff.resolution, handoff.resolution_note) == (
        Resolution.HANDED_BACK,
        "Refund promised by Friday.",
    )
    assert await shopper.chat.say("hello bot") != []


async def test_a_case_is_released_and_given_to_a_colleague(shopper: Shopper, enter: Enter) -> None:
    kim, lee = await enter(email="kim@store.example"), await enter(email="lee@store.example")
    await kim.submit(f"{shopper.page}/claim")
    page = (await kim.open(shopper.page)).text
    [colleague] = re.findall(r'<option value="([0-9a-f-]{36})">Lee', page)
    await kim.submit(f"{shopper.page}/transfer", to=colleague)
    assert (await kim.submit(f"{shopper.page}/reply", text="mine?")).status_code == 409
    assert (await lee.submit(f"{shopper.page}/reply", text="Lee here")).status_code == 303
    await lee.submit(f"{shopper.page}/release")
    assert (await shopper.handoff()).status is HandoffStatus.QUEUED
    assert await shopper.chat.say("still here") != []


async def test_a_lead_takes_a_case_over(shopper: Shopper, enter: Enter) -> None:
    kim, lead = await enter(), await enter(Role.LEAD)
    await kim.submit(f"{shopper.page}/claim")
    assert (await lead.submit(f"{shopper.page}/claim")).status_code == 303
    assert (await kim.submit(f"{shopper.page}/reply", text="mine?")).status_code == 409


async def test_a_conversation_nobody_asked_for_is_taken_over(
    gateway: RunningGateway, sessions: Sessions, enter: Enter
) -> None:
    shopper = Shopper(gateway.chat(), sessions)
    await shopper.chat.say("just looking")
    agent = await enter()
    assert (await agent.submit(f"{shopper.page}/reply", text="hi")).status_code == 409
    await agent.submit(f"{shopper.page}/claim")
    assert (await agent.submit(f"{shopper.page}/reply", text="hi")).status_code == 303
    assert (await shopper.handoff()).escalation is Escalation.STAFF


@pytest.mark.parametrize(
    ("said", "score", "comment"),
    [
        ("5", 5, ""),
        ("4 - quick and kind", 4, "quick and kind"),
        ("2/5, too slow", 2, "too slow"),
        ("1 star", 1, ""),
    ],
)
async def test_a_shopper_says_how_it_was(
    shopper: Shopper, enter: Enter, said: str, score: int, comment: str
) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    await agent.submit(f"{shopper.page}/resolve", resolution="solved", note="")
    [thanks] = await shopper.chat.say(said)
    assert thanks.startswith("Thank you")
    [rating] = await shopper.rows(CsatRating)
    assert (rating.score, rating.comment) == (score, comment)
    await shopper.chat.say("3")  # the bot's business again
    assert [each.score for each in await shopper.rows(CsatRating)] == [score]


async def test_a_pressed_number_is_a_rating_too(shopper: Shopper, enter: Enter) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    await agent.submit(f"{shopper.page}/resolve", resolution="solved", note="")
    await shopper.chat.post(payload="csat:2")
    assert [each.score for each in await shopper.rows(CsatRating)] == [2]


async def test_news_reach_the_desk_as_they_happen(
    gateway: RunningGateway, shopper: Shopper, enter: Enter
) -> None:
    agent = await enter()

    async def next_news(path: str, cause: Callable[[], Awaitable[Any]]) -> None:
        async with asyncio.timeout(10), agent.client.stream("GET", path) as stream:
            lines = stream.aiter_lines()
            assert (await anext(lines)).startswith("retry")
            await cause()
            while await anext(lines) != "event: news":
                pass

    await next_news(f"{shopper.page}/news", lambda: shopper.chat.post(text="hello?"))
    other = Shopper(gateway.chat(), shopper.sessions)
    await next_news("/desk/news", other.ask_for_a_person)


async def test_what_a_shopper_writes_runs_nowhere(shopper: Shopper, enter: Enter) -> None:
    await shopper.chat.say("<script>alert(1)</script> {{ 7*7 }}")
    page = (await (await enter()).open(shopper.page)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page


async def test_the_bot_learns_once_what_a_person_said(
    shopper: Shopper, enter: Enter, dialogue: FakeDialogue
) -> None:
    agent = await enter()
    await agent.submit(f"{shopper.page}/claim")
    await agent.submit(f"{shopper.page}/reply", text="I'll refund you.")
    await agent.submit(f"{shopper.page}/hand-back", summary="Refund promised.")
    await shopper.chat.say("and now?")
    told = dialogue.metadata[-1]["meanwhile"]
    assert [(each["by"], each["text"]) for each in told if each["by"] != "system"] == [
        ("agent", "I'll refund you."),
        ("summary", "Refund promised."),
    ]
    await shopper.chat.say("thanks")
    assert "meanwhile" not in dialogue.metadata[-1]
