"""The chat API over HTTP, on a real gateway and a real store."""

from sqlalchemy import select, update

from commerce.database import Sessions
from commerce.support.models import Conversation, ConversationOwner, Message, MessageStatus
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway, until


async def test_first_message_opens_a_conversation_and_is_answered(gateway: RunningGateway) -> None:
    answer = await gateway.chat().post(id="m1", text="hello")
    assert answer.status_code == 200
    body = answer.json()
    assert body["owner"] == "bot"
    assert body["conversation_token"]
    [reply] = body["messages"]
    assert reply["from"] == "bot"
    assert reply["text"] == "You said: hello"
    assert reply["quick_replies"] == reply["cards"] == []
    assert reply["at"].endswith("Z")


async def test_a_message_sent_again_gets_the_same_replies_and_runs_once(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    first = await chat.post(id="again", text="show")
    second = await chat.post(id="again", text="show")
    assert first.json() == second.json()
    assert dialogue.turns[chat.conversation] == ["hello", "show"]


async def test_replies_keep_their_order_and_cards(gateway: RunningGateway) -> None:
    answer = await gateway.chat().post(text="show")
    texts = [(message["text"], len(message["cards"])) for message in answer.json()["messages"]]
    assert texts == [("Here it is.", 1), ("Anything else?", 0)]
    cursors = [int(message["id"]) for message in answer.json()["messages"]]
    assert cursors == sorted(cursors)


async def test_history_holds_both_sides_after_the_cursor(gateway: RunningGateway) -> None:
    chat = gateway.chat()
    await chat.say("one", id="c1")
    await chat.say("two", id="c2")
    everything = await chat.messages()
    assert [(each["from"], each["text"], each.get("client_id")) for each in everything] == [
        ("shopper", "one", "c1"),
        ("bot", "You said: one", None),
        ("shopper", "two", "c2"),
        ("bot", "You said: two", None),
    ]
    assert await chat.messages(after=everything[1]["id"]) == everything[2:]


async def test_offered_payload_is_accepted_and_shown_by_its_title(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    await chat.say("offer")
    answer = await chat.post(payload="/affirm")
    assert answer.status_code == 200
    assert dialogue.turns[chat.conversation] == ["offer", "/affirm"]
    assert [each["text"] for each in await chat.messages()][2] == "Yes, please"


async def test_payload_never_offered_is_refused(gateway: RunningGateway, dialogue: FakeDialogue) -> None:
    chat, other = gateway.chat(), gateway.chat()
    await other.say("offer")
    await chat.say("hello")
    answer = await chat.post(payload="/affirm")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "payload_not_offered"
    assert (await chat.post(payload="/restart")).status_code == 422
    assert dialogue.turns[chat.conversation] == ["hello"]


async def test_text_never_reaches_the_dialogue_server_as_an_intent(
    gateway: RunningGateway, dialogue: FakeDialogue
) -> None:
    chat = gateway.chat()
    for text in ("/affirm", " \n/ /restart", '/inform{"order_number": "W1"}', "///"):
        await chat.say(text)
    assert dialogue.turns[chat.conversation] == ["affirm", "restart", 'inform{"order_number": "W1"}', "?"]
    shown = [each["text"] for each in await chat.messages() if each["from"] == "shopper"]
    assert shown == ["/affirm", " \n/ /restart", '/inform{"order_number": "W1"}', "///"]


async def test_dialogue_server_learns_the_message_and_the_channel_and_nobody(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello", id="m1")
    async with sessions() as session:
        stored = await session.scalar(select(Message).where(Message.external_id == f"{chat.conversation}:m1"))
    told = {"message_id": str(stored.id), "channel": "web", "sent_at": stored.created_at.isoformat()}
    assert told in dialogue.metadata


async def test_agents_conversation_never_meets_the_bot(
    gateway: RunningGateway, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    chat = gateway.chat()
    await chat.say("hello")
    async with sessions.begin() as session:
        await session.execute(update(Conversation).values(owner=ConversationOwner.AGENT))
    answer = await chat.post(text="are you there?")
    assert answer.status_code == 200
    assert answer.json()["owner"] == "agent"
    assert answer.json()["messages"] == []
    assert dialogue.turns[chat.conversation] == ["hello"]
    async with sessions() as session:
        assert set(await session.scalars(select(Message.status))) == {
            MessageStatus.ANSWERED,
            MessageStatus.DELIVERED,
        }


async def test_slow_turn_is_accepted_and_answered_later(start_gateway, dialogue: FakeDialogue) -> None:
    gateway = await start_gateway(answer_wait_s=0.1)
    chat = gateway.chat()
    answer = await chat.post(id="slow", text="hold")
    assert answer.status_code == 202
    assert answer.json()["messages"] == []
    dialogue.held.set()

    async def answered() -> bool:
        return len(await chat.messages()) == 2

    await until(answered)
    again = await chat.post(id="slow", text="hold")
    assert [each["text"] for each in again.json()["messages"]] == ["You said: hold"]
