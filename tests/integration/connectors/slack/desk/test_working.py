"""A case in Slack from its card to its end: claimed, answered, noted, resolved."""

import asyncio

import pytest

from commerce.staff.models import Role
from commerce.support.models import HandoffStatus, Resolution
from tests.fakes.slack_desk_events import thread_event
from tests.integration.connectors.running import until
from tests.integration.connectors.slack.desk.floor import SUPPORT, Case, Floor
from tests.integration.connectors.slack.workspace import buttons, texts


async def claimed(floor: Floor, *said: str) -> Case:
    await floor.hire("UROBIN")
    case = await floor.escalated(*said)
    await case.press("UROBIN", "Claim")
    return case


async def test_the_card_says_who_waits_and_why_and_the_thread_what_was_said(floor: Floor) -> None:
    case = await floor.escalated("Hi <@U1> & *all*", "where is my order?", summary="They want a person.")
    await case.until_in_thread("where is my order?")
    assert case.said()[0] == "Hi <@U1> & *all*"
    assert [text for _, text in await case.log()] == case.said()
    assert "They want a person." in texts(case.card)
    assert buttons(case.card)[0] == "Claim"


async def test_of_two_who_claim_at_once_one_has_it(floor: Floor) -> None:
    await floor.hire("UROBIN")
    await floor.hire("UKIM")
    case = await floor.escalated()
    await asyncio.gather(case.press("UROBIN", "Claim"), case.press("UKIM", "Claim"))
    handoff = await case.handoff()
    winner = next(user for user, member in floor.people.items() if member.id == handoff.assigned_to)
    loser = next(user for user in floor.people if user != winner)
    await case.until_whispered(loser, "has this case")


async def test_what_the_agent_writes_goes_to_the_shopper_after_a_moment(floor: Floor) -> None:
    case = await claimed(floor)
    event = await case.write("UROBIN", "Hello &lt;there&gt; <https://a.example|a.example> :wave:")
    assert ("agent", "Hello <there> https://a.example 👋") not in await case.log()
    await case.until_said("agent", "Hello <there> https://a.example 👋")

    async def is_marked() -> bool:
        return case.slack.signs[event["event"]["ts"]] == ["envelope"]

    await until(is_marked)
    assert "Hello <there> https://a.example 👋" not in case.said()  # it stands there as it was written


async def test_an_event_told_again_says_nothing_twice(floor: Floor) -> None:
    case = await claimed(floor)
    event = await case.write("UROBIN", "once")
    await case.tell(event)
    await case.until_said("agent", "once")
    await case.tell(event)
    assert [text for author, text in await case.log() if author == "agent"] == ["once"]


async def test_the_shoppers_words_appear_in_the_thread(floor: Floor) -> None:
    case = await claimed(floor)
    await case.chat.post(text="are you *there*?")
    await case.until_in_thread("are you *there*?")
    assert case.said().count("are you *there*?") == 1


async def test_a_reply_is_taken_back(floor: Floor) -> None:
    case = await claimed(floor)
    await case.write("UROBIN", "oops")
    assert await case.press_whisper("UROBIN", "Undo") == "Taken back: nothing was sent."
    await case.write("UROBIN", "better")
    await case.until_said("agent", "better")
    assert ("agent", "oops") not in await case.log()


async def test_a_reply_becomes_a_note(floor: Floor) -> None:
    case = await claimed(floor)
    await case.write("UROBIN", "he sounds odd")
    assert await case.press_whisper("UROBIN", "Make it a note") == "Kept as a note: nothing was sent."
    assert await case.notes() == ["he sounds odd"]
    await case.write("UROBIN", "now this")
    await case.until_said("agent", "now this")
    assert "he sounds odd" not in str(await case.log())


async def test_it_is_too_late_to_take_back_what_was_sent(floor: Floor) -> None:
    case = await claimed(floor)
    await case.write("UROBIN", "sent")
    await case.until_said("agent", "sent")
    assert await case.press_whisper("UROBIN", "Undo") == "Too late: the shopper has it already."


async def test_an_edit_in_time_is_what_goes_out_and_a_deletion_in_time_stops_it(floor: Floor) -> None:
    case = await claimed(floor)
    first, second = await case.write("UROBIN", "frist"), await case.write("UROBIN", "secret")
    await case.edit(first, "first")
    await case.delete(second)
    await case.until_said("agent", "first")
    await case.write("UROBIN", "third")
    await case.until_said("agent", "third")
    assert [text for author, text in await case.log() if author == "agent"] == ["first", "third"]


async def test_an_edit_or_deletion_too_late_is_told_to_its_writer(floor: Floor) -> None:
    case = await claimed(floor)
    event = await case.write("UROBIN", "teh parcel")
    await case.until_said("agent", "teh parcel")
    await case.edit(event, "the parcel")
    await case.until_whispered("UROBIN", "has read what you wrote before")
    assert ("agent", "the parcel") not in await case.log()


@pytest.mark.parametrize(
    "text",
    [
        "!note she is angry", "note: she is angry", "!ntoe she is angry", "1note she is angry",
        "Note she is angry", "<@UKIM> she is angry, look?", "<!here> she is angry", "!what she is angry",
    ],
)  # fmt: skip
async def test_what_is_meant_for_the_team_never_goes_out(floor: Floor, text: str) -> None:
    case = await claimed(floor)
    await case.write("UROBIN", text)
    await case.write("UROBIN", "and this is for you")
    await case.until_said("agent", "and this is for you")
    assert "she is angry" in str(await case.notes())
    assert "she is angry" not in str(await case.log())


async def test_what_others_write_is_a_note(floor: Floor) -> None:
    case = await claimed(floor)
    await floor.hire("UKIM")
    await floor.hire("ULEAD", Role.LEAD)
    floor.slack.member("USTRANGER", "nobody@elsewhere.example")
    for user in ("UKIM", "ULEAD", "USTRANGER"):
        await case.write(user, f"from {user}")
        await case.until_noted(f"from {user}")
    await case.write("UROBIN", "mine")
    await case.until_said("agent", "mine")
    assert [text for author, text in await case.log() if author == "agent"] == ["mine"]
    await case.until_whispered("UKIM", "claim the case first")


async def test_who_writes_where_the_assistant_answers_is_asked_to_take_over(floor: Floor) -> None:
    case = await claimed(floor)
    await case.write("UROBIN", "!resolve solved it was the battery")
    await case.until_said("bot", "How did we do?")
    await case.write("UROBIN", "one more thing")
    await case.until_noted("one more thing")
    await case.until_whispered("UROBIN", "take it over")
    await case.press_whisper("UROBIN", "Take over")
    assert (await case.handoff()).status is HandoffStatus.ASSIGNED
    assert "one more thing" not in str(await case.log())


async def test_a_draft_whose_agent_lost_the_case_is_not_sent(floor: Floor) -> None:
    case = await claimed(floor)
    await floor.hire("ULEAD", Role.LEAD)
    await case.write("UROBIN", "mine still?")
    await case.press("ULEAD", "Note")  # the card now shows whose it is; a lead takes over by the shortcut
    await case.sign("ULEAD", "eyes")
    await case.until_noted("Not sent, since claim the case first: mine still?")
    assert ("agent", "mine still?") not in await case.log()


async def test_signs_claim_and_resolve(floor: Floor) -> None:
    await floor.hire("UROBIN")
    case = await floor.escalated()
    await case.sign("UROBIN", "eyes")
    assert (await case.handoff()).status is HandoffStatus.ASSIGNED
    await case.sign("UROBIN", "white_check_mark")
    handoff = await case.handoff()
    assert (handoff.status, handoff.resolution) == (HandoffStatus.RESOLVED, Resolution.SOLVED)

    async def is_told() -> bool:
        return "Closed: solved" in texts(case.card)[0] or any(
            "Closed: solved" in each for each in texts(case.card)
        )

    await until(is_told)
    await case.chat.post(text="5")

    async def is_rated() -> bool:
        return any("rated 5 of 5" in each for each in texts(case.card))

    await until(is_rated)


async def test_a_channel_without_the_case_is_nobodys_business(floor: Floor) -> None:
    await floor.hire("UROBIN")
    case = await floor.escalated()
    elsewhere = thread_event("UROBIN", SUPPORT, "123.456", "lunch?")
    await case.tell(elsewhere)
    await case.tell(thread_event("UROBIN", SUPPORT, case.stamp, "a channel post", thread_ts=None))
    assert await case.notes() == []
