"""Whoever types what a quick reply is called, or its number, has pressed it: by text."""

from tests.integration.connectors.offered import heard_last, offers, script, titles, typed
from tests.integration.connectors.sms.town import Town


async def test_every_title_does_what_pressing_does(town: Town) -> None:
    town.dialogue.scripted = script()
    for number, (name, button) in enumerate(titles()):
        phone = f"+14155551{number:03}"
        await town.converse(phone, name)
        await town.converse(phone, typed(button["title"], number))
        assert heard_last(town.dialogue) == [button["payload"]], button


async def test_every_number_does_what_pressing_does(town: Town) -> None:
    town.dialogue.scripted = script()
    for place, (name, buttons) in enumerate(list(offers().items())[:10]):
        phone = f"+14155552{place:03}"
        await town.converse(phone, name)
        await town.converse(phone, str(len(buttons)))
        assert heard_last(town.dialogue) == [buttons[-1]["payload"]]
