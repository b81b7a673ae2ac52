"""From a message that was not understood to a training sentence, and back."""

import asyncio
import re
import subprocess
from collections.abc import Awaitable, Callable

from commerce.database import Sessions
from commerce.staff.models import Role
from commerce.support.understandings import text_key
from commerce.training.inbox import keep_notes
from commerce.training.reading import list_cases, list_changes
from tests.integration.connectors.staff.people import Browser
from tests.integration.connectors.trainer.conftest import ORDERS, TALK, hear
from training.place import Place

Enter = Callable[..., Awaitable[Browser]]
SAID = [("wheres my stuff", "greet", 0.3), ("track it for me", "greet", 0.4)]


async def decide(trainer: Browser, *texts: str, **fields: str) -> int:
    data = {"csrf": await trainer.csrf(), "key": [text_key(text) for text in texts], **fields}
    answer = await trainer.client.post("/trainer/inbox", data=data, headers={"sec-fetch-site": "same-origin"})
    return answer.status_code


def orders(place: Place) -> str:
    return (place.sentences / "orders.yml").read_text()


async def test_what_was_not_understood_is_taught_and_taken_back(
    sessions: Sessions, enter: Enter, place: Place
) -> None:
    await hear(sessions, *SAID)
    trainer = await enter(Role.TRAINER)
    page = (await trainer.open("/trainer/")).text
    assert "wheres my stuff" in page
    assert "fallback" in page

    assert await decide(trainer, *(text for text, _, _ in SAID), intent="check_order_status") == 303
    taught = ORDERS.replace(
        "    - has it shipped\n", "    - has it shipped\n    - wheres my stuff\n    - track it for me\n"
    )
    assert orders(place) == taught
    assert "Nothing waits" in (await trainer.open("/trainer/")).text

    async with sessions() as session:
        changes = await list_changes(session)
    assert {(each.trainer.name, each.line) for each in changes} == {
        ("Trainer", "wheres my stuff"),
        ("Trainer", "track it for me"),
    }
    assert (await trainer.submit("/trainer/undo", batch=str(changes[0].batch))).status_code == 303
    assert orders(place) == ORDERS
    assert "wheres my stuff" in (await trainer.open("/trainer/")).text
    again = await trainer.submit("/trainer/undo", batch=str(changes[0].batch))
    assert again.status_code == 409
    assert "was undone already" in again.text


async def test_a_message_that_teaches_nothing_is_left_out(
    sessions: Sessions, enter: Enter, place: Place
) -> None:
    await hear(sessions, *SAID)
    trainer = await enter(Role.TRAINER)
    assert await decide(trainer, SAID[0][0], do="leave") == 303
    page = (await trainer.open("/trainer/")).text
    assert "track it for me" in page
    assert "wheres my stuff" not in page
    assert orders(place) == ORDERS


async def test_entities_are_marked_and_become_a_case(sessions: Sessions, enter: Enter, place: Place) -> None:
    await hear(sessions, ("stop the petrol kayak", "greet", 0.3))
    trainer = await enter(Role.TRAINER)
    key = text_key("stop the petrol kayak")
    line = "stop the [petrol](colour) [kayak](product)"
    fields = {f"line-{key}": line, "intent": "cancel_order", "case": "yes"}
    assert await decide(trainer, "stop the petrol kayak", **fields) == 303
    assert f"    - {line}\n" in orders(place)
    async with sessions() as session:
        [case] = await list_cases(session)
    assert (case.text, case.intent) == ("stop the petrol kayak", "cancel_order")
    assert case.entities == [
        {"entity": "colour", "value": "petrol"},
        {"entity": "product", "value": "kayak"},
    ]


async def test_an_entity_that_the_domain_lacks_is_refused(
    sessions: Sessions, enter: Enter, place: Place
) -> None:
    await hear(sessions, SAID[0])
    trainer = await enter(Role.TRAINER)
    fields = {f"line-{text_key(SAID[0][0])}": "wheres my [stuff](thing)", "intent": "cancel_order"}
    assert await decide(trainer, SAID[0][0], **fields) == 422
    assert orders(place) == ORDERS


async def test_suggestions_group_messages_and_teach_by_one_click(
    sessions: Sessions, enter: Enter, place: Place
) -> None:
    await hear(sessions, *SAID)
    suggestion = {"intent": "check_order_status", "share": 0.9, "nearest": "where is my order"}
    async with sessions.begin() as session:
        await keep_notes(
            session,
            [
                {"key": text_key(text), "group": 7, "suggestions": [suggestion], "is_disputed": False}
                for text, _, _ in SAID
            ],
        )
    trainer = await enter(Role.TRAINER)
    page = (await trainer.open("/trainer/")).text
    assert page.count("data-group ") == 1
    assert "where is my order" in page
    assert await decide(trainer, *(text for text, _, _ in SAID), pick="check_order_status", intent="x") == 303
    assert "    - track it for me\n" in orders(place)


async def test_of_two_trainers_at_one_message_one_is_told(
    sessions: Sessions, enter: Enter, place: Place
) -> None:
    await hear(sessions, *SAID)
    one, other = await enter(Role.TRAINER), await enter(Role.OPERATOR)
    codes = await asyncio.gather(
        decide(one, SAID[0][0], intent="check_order_status"), decide(other, SAID[0][0], intent="cancel_order")
    )
    assert sorted(codes) == [303, 409]
    assert orders(place).count("wheres my stuff") == 1


async def test_two_trainers_at_one_topic_lose_nothing(sessions: Sessions, enter: Enter, place: Place) -> None:
    said = [(f"message number {number}", "greet", 0.2) for number in range(6)]
    await hear(sessions, *said)
    one, other = await enter(Role.TRAINER), await enter(Role.OPERATOR)
    codes = await asyncio.gather(
        *(
            decide(one if number % 2 else other, text, intent="cancel_order")
            for number, (text, _, _) in enumerate(said)
        )
    )
    assert codes == [303] * 6
    assert sorted(re.findall(r"message number \d", orders(place))) == [text for text, _, _ in said]


async def test_words_that_are_taught_otherwise_are_told(
    sessions: Sessions, enter: Enter, place: Place
) -> None:
    await hear(sessions, ("Hello  there", "cancel_order", 0.2))
    trainer = await enter(Role.TRAINER)
    assert await decide(trainer, "Hello  there", intent="cancel_order") == 409
    assert await decide(trainer, "Hello  there", intent="greet") == 303
    assert (place.sentences / "talk.yml").read_text() == TALK


def last_commit(place: Place) -> str:
    command = ["git", "log", "-1", "--format=%an <%ae>%n%s", "--stat"]
    return subprocess.run(command, cwd=place.root, capture_output=True, text=True, check=True).stdout


async def test_in_a_repository_it_is_a_commit_of_the_trainers(
    sessions: Sessions, in_git: Place, enter: Enter
) -> None:
    await hear(sessions, *SAID)
    (in_git.sentences / "talk.yml").write_text(TALK + "    - somebody's own edit\n")
    trainer = await enter(Role.TRAINER)
    assert await decide(trainer, SAID[0][0], intent="check_order_status") == 303
    shown = last_commit(in_git)
    assert "Trainer <trainer@store.example>\nTeach 1 message as check_order_status" in shown
    assert "orders.yml | 1 +" in shown
    assert "talk.yml" not in shown

    assert await decide(trainer, SAID[1][0], intent="greet") == 303
    async with sessions() as session:
        changes = {each.line: each.commit for each in await list_changes(session)}
    assert len(changes[SAID[0][0]]) == 40
    assert changes[SAID[1][0]] == ""  # the file holds somebody's own edit, which is theirs to commit
    assert "    - track it for me\n" in (in_git.sentences / "talk.yml").read_text()
