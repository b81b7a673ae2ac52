"""What is said to messages in other languages."""

import pytest

from actions.answers.other_language import ANSWERED
from commerce.support.handoffs import open_handoff
from commerce.support.models import Conversation, Escalation
from tests.integration.actions.conftest import DOMAIN, Enter
from tests.world import World

BEFORE = [
    {"event": "user", "text": "hola, ¿dónde está mi pedido?"},
    {"event": "action", "name": "action_other_language"},
]


@pytest.mark.parametrize("language", sorted(ANSWERED))
async def test_the_ten_commonest_are_answered_in_themselves_with_a_person(
    enter: Enter, language: str
) -> None:
    played = await (await enter()).play("action_other_language", "...", "other_language", language=language)
    assert played.said == [f"utter_other_language_{language}"]
    [told] = DOMAIN["responses"][played.said[0]]
    assert [button["payload"] for button in told["buttons"]] == ["/ask_human"]


async def test_the_desk_knows_in_which_language_somebody_writes(enter: Enter, world: World) -> None:
    stage = await enter()

    async def language() -> str | None:
        row = await world.run(lambda session: session.get_one(Conversation, stage.conversation_id))
        return row.language

    assert await language() is None
    await stage.play("action_other_language", "waar is mijn bestelling", "other_language", language="nl")
    assert await language() == "nl"
    await stage.play("validate_check_order_status_form", "A100234", "check_order_status")
    assert await language() == "nl"
    await stage.play("validate_check_order_status_form", "where is my order now", "check_order_status")
    assert await language() is None


async def test_any_other_is_answered_in_english(enter: Enter) -> None:
    played = await (await enter()).play(
        "action_other_language", "waar is mijn bestelling", "other_language", language="nl"
    )
    assert played.said == ["utter_other_language"]


async def test_the_second_in_a_row_is_passed_on_and_the_agent_told_the_language(
    enter: Enter, world: World
) -> None:
    stage = await enter()
    played = await stage.play(
        "action_other_language", "¿hay alguien?", "other_language", before=BEFORE, language="es"
    )
    assert played.said == ["utter_handed_over_not_understood", "utter_passed_on_es"]
    assert played.other == [("active_loop", None)]
    async with world.sessions() as session:
        handoff = await open_handoff(session, stage.conversation_id)
    assert handoff is not None
    assert handoff.escalation is Escalation.NOT_UNDERSTOOD
    assert "They write in Spanish." in handoff.summary


async def test_a_language_that_is_not_answered_in_is_passed_on_as_well(enter: Enter, world: World) -> None:
    stage = await enter()
    played = await stage.play(
        "action_other_language", "waar is mijn bestelling", "other_language", before=BEFORE, language="nl"
    )
    assert played.said == ["utter_handed_over_not_understood"]
    async with world.sessions() as session:
        handoff = await open_handoff(session, stage.conversation_id)
    assert handoff is not None
    assert "They write in Dutch." in handoff.summary
