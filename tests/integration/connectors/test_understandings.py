"""What was understood of a message is kept beside its answer."""

from sqlalchemy import select

from commerce.database import Sessions
from commerce.support.models import Message, Understanding
from tests.integration.connectors.running import RunningGateway


async def kept(sessions: Sessions) -> list[Understanding]:
    async with sessions() as session:
        return list(await session.scalars(select(Understanding).order_by(Understanding.created_at)))


async def test_it_is_kept_masked_with_the_message_it_is_of(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    await gateway.chat().say("tell jane@example.com hello")
    [row] = await kept(sessions)
    assert (row.text, row.intent, row.confidence) == ("tell [e-mail] hello", "greet", 0.5)
    assert (row.is_fallback, row.actions, row.asked) == (True, ["utter_greet"], None)
    async with sessions() as session:
        message = await session.get_one(Message, row.message_id)
    assert (message.author, message.conversation_id) == ("shopper", row.conversation_id)


async def test_a_message_sent_again_is_kept_once(gateway: RunningGateway, sessions: Sessions) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    await chat.post(id="again", text="tell it")
    await chat.post(id="again", text="tell it")
    assert len(await kept(sessions)) == 1


async def test_nothing_is_kept_of_a_server_that_tells_nothing_nor_of_a_pressed_reply(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("offer")
    await chat.post(id="pressed", payload="/affirm")
    assert await kept(sessions) == []
