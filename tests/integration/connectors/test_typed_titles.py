"""Whoever types what a quick reply is called has pressed it: on the web."""

from collections.abc import Awaitable, Callable

from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.offered import offers, script, titles, typed
from tests.integration.connectors.running import RunningGateway


async def test_every_title_does_what_pressing_does(
    start_gateway: Callable[..., Awaitable[RunningGateway]], dialogue: FakeDialogue
) -> None:
    gateway = await start_gateway(address_message_burst=10_000)
    dialogue.scripted = script()
    assert len(titles()) > 50
    for number, (name, button) in enumerate(titles()):
        chat = gateway.chat()
        await chat.say(name)
        posted = await chat.post(text=typed(button["title"], number))
        assert posted.status_code == 200
        assert dialogue.turns[chat.conversation][-1] == button["payload"], button


async def test_a_number_is_no_choice_where_there_are_buttons(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    dialogue.scripted = script()
    chat = gateway.chat()
    await chat.say(next(iter(offers())))
    await chat.say("2")
    assert dialogue.turns[chat.conversation][-1] == "2"


async def test_only_what_was_offered_last_is_meant(gateway: RunningGateway, dialogue: FakeDialogue) -> None:
    dialogue.scripted = script()
    chat = gateway.chat()
    name, button = titles()[0]
    await chat.say(name)
    await chat.say("hello")
    await chat.say(button["title"])
    assert dialogue.turns[chat.conversation][-1] == button["title"]


async def test_two_choices_of_one_name_are_left_to_the_bot(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    twins = [{"title": "Desk Lamp", "payload": f'/inform{{"item": "{key}"}}'} for key in "ab"]
    dialogue.scripted = {"which": [{"text": "Which?", "buttons": twins}]}
    chat = gateway.chat()
    await chat.say("which")
    await chat.say("desk lamp")
    assert dialogue.turns[chat.conversation][-1] == "desk lamp"


async def test_a_typed_title_is_shown_as_it_was_typed(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    await chat.say("offer")
    await chat.say("yes please!")
    assert dialogue.turns[chat.conversation] == ["offer", "/affirm"]
    assert (await chat.messages())[-2]["text"] == "yes please!"
