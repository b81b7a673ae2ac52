"""What the bot says, what it quotes and what it may mean is edited on pages, and taken back."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import yaml

from commerce.database import Sessions
from commerce.staff.models import Role
from commerce.support.understandings import text_key
from commerce.training.reading import list_changes
from tests.integration.connectors.staff.people import Browser
from tests.integration.connectors.trainer.conftest import ORDERS, hear
from training.place import Place

Enter = Callable[..., Awaitable[Browser]]
DOMAIN = """intents:
  # Orders
  - check_order_status
  - cancel_order   # and no other
  # Talk
  - greet
entities: [colour]
forms: {cancel_order_form: {}}
responses:
  utter_greet:
    - text: "Hello, {name}!"
    - text: >-
        Good to see
        you.
      buttons:
        - {title: Orders, payload: /check_order_status}
  utter_bye:
    - text: "Hello, {name}!"
  utter_title_check_order_status:
    - text: "Where is my order?"
"""
FILES = {
    "domain.yml": DOMAIN,
    "data/rules/topics.yml": "rules:\n  - rule: one\n    steps:\n      - intent: a\n      - action: b\n",
    "data/rules/flows.yml": "rules:\n  - rule: two\n    steps:\n      - intent: c\n      - action: d\n",
    "data/help/gifts.md": "# Gifts\n\nAll about gifts.\n\n## Cards\ntopics: greet\n\nThey never expire.\n",
    "docs/intents.md": "## `data/nlu/orders.yml`\n\n| intent | wants | not |\n|-|-|-|\n| `a` | b | |\n",
}


@pytest.fixture
def place(place: Place) -> Place:
    for name, text in FILES.items():
        path = place.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return place


def read(place: Place, name: str) -> str:
    return Path(place.root, name).read_text()


async def undo_last(trainer: Browser, sessions: Sessions) -> None:
    async with sessions() as session:
        batch = (await list_changes(session))[0].batch
    assert (await trainer.submit("/trainer/undo", batch=str(batch))).status_code == 303


def new_intent(**changes: str) -> dict[str, str]:
    intent = {
        "name": "ask_gift_wrap",
        "topic": "orders.yml",
        "title": "Gift wrap",
        "meaning": "a present wrapped",
        "lines": "can you wrap it\nis it a present",
        "article": "gifts.md#Cards",
        "form": "",
    }
    return intent | changes


async def test_a_reply_is_reworded_on_its_own_lines(enter: Enter, sessions: Sessions, place: Place) -> None:
    trainer = await enter(Role.TRAINER)
    assert "Good to see you." in (await trainer.open("/trainer/words?q=good")).text
    wanted = {"reply": "utter_bye", "number": "0", "text": 'So long, "{name}"!'}
    assert (await trainer.submit("/trainer/words", **wanted)).status_code == 303
    expected = DOMAIN.replace(
        '  utter_bye:\n    - text: "Hello, {name}!"', '  utter_bye:\n    - text: "So long, \\"{name}\\"!"'
    )
    assert read(place, "domain.yml") == expected
    folded = {"reply": "utter_greet", "number": "1", "text": "Good day."}
    assert (await trainer.submit("/trainer/words", **folded)).status_code == 303
    text = read(place, "domain.yml")
    assert text == expected.replace(">-\n        Good to see\n        you.\n", '"Good day."\n')
    assert yaml.safe_load(text)["responses"]["utter_greet"][1]["text"] == "Good day."
    await undo_last(trainer, sessions)
    assert read(place, "domain.yml") == expected


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"reply": "utter_bye", "number": "0", "text": "Bye, {whoever}"}, "othing would fill whoever"),
        ({"reply": "utter_bye", "number": "3", "text": "Bye"}, "no text 4"),
        ({"reply": "utter_bye", "number": "0", "text": ""}, "is empty"),
    ],
)
async def test_a_reply_that_would_break_is_refused(
    enter: Enter, place: Place, fields: dict[str, str], reason: str
) -> None:
    trainer = await enter(Role.TRAINER)
    answer = await trainer.submit("/trainer/words", **fields)
    assert (answer.status_code, reason in answer.text) == (409, True)
    assert read(place, "domain.yml") == DOMAIN


async def test_an_article_is_previewed_saved_and_taken_back(
    enter: Enter, sessions: Sessions, place: Place
) -> None:
    trainer = await enter(Role.TRAINER)
    text = FILES["data/help/gifts.md"].replace("never expire", "expire in a year")
    preview = await trainer.submit("/trainer/help/gifts", text=text, do="preview")
    assert "They expire in a year." in preview.text
    assert read(place, "data/help/gifts.md") == FILES["data/help/gifts.md"]
    assert (await trainer.submit("/trainer/help/gifts", text="no title", do="save")).status_code == 409
    assert (await trainer.submit("/trainer/help/gifts", text=text, do="save")).status_code == 303
    assert read(place, "data/help/gifts.md") == text
    assert "not published" in (await trainer.open("/trainer/help")).text
    await undo_last(trainer, sessions)
    assert read(place, "data/help/gifts.md") == FILES["data/help/gifts.md"]
    assert (await trainer.open("/trainer/help/other")).status_code == 404


async def test_a_new_intent_is_served_from_its_first_model_on_and_goes_without_a_trace(
    enter: Enter, sessions: Sessions, place: Place
) -> None:
    await hear(sessions, ("can you wrap it", "greet", 0.2))
    trainer = await enter(Role.TRAINER)
    form = await trainer.open(f"/trainer/intents?keys={text_key('can you wrap it')}")
    assert "can you wrap it" in form.text
    assert (await trainer.submit("/trainer/intents", **new_intent())).status_code == 303
    assert yaml.safe_load(read(place, "domain.yml"))["intents"] == [
        "check_order_status",
        "cancel_order",
        "ask_gift_wrap",
        "greet",
    ]
    titles = yaml.safe_load(read(place, "domain.yml"))["responses"]["utter_title_ask_gift_wrap"]
    assert titles == [{"text": "Gift wrap"}]
    assert yaml.safe_load(read(place, "data/rules/topics.yml"))["rules"][-1]["steps"] == [
        {"intent": "ask_gift_wrap"},
        {"action": "action_answer_topic"},
    ]
    assert "## Cards\ntopics: greet, ask_gift_wrap\n" in read(place, "data/help/gifts.md")
    assert read(place, "docs/intents.md").endswith("| `ask_gift_wrap` | a present wrapped | |\n")
    assert yaml.safe_load(read(place, "data/nlu/orders.yml"))["nlu"][-1]["intent"] == "ask_gift_wrap"
    await undo_last(trainer, sessions)
    assert {name: read(place, name) for name in FILES} == FILES
    assert read(place, "data/nlu/orders.yml") == ORDERS


async def test_an_intent_may_start_a_flow(enter: Enter, place: Place) -> None:
    trainer = await enter(Role.TRAINER)
    fields = new_intent(name="stop_parcel", article="", form="cancel_order_form")
    assert (await trainer.submit("/trainer/intents", **fields)).status_code == 303
    assert yaml.safe_load(read(place, "data/rules/flows.yml"))["rules"][-1] == {
        "rule": "cancel_order starts for stop_parcel too",
        "steps": [
            {"intent": "stop_parcel"},
            {"action": "cancel_order_form"},
            {"active_loop": "cancel_order_form"},
        ],
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "greet"},
        {"name": "Ask Gift"},
        {"lines": "only one"},
        {"title": ""},
        {"article": ""},
        {"form": "cancel_order_form"},
        {"article": "../../domain.yml#x"},
        {"topic": "../rules/topics.yml"},
        {"article": "", "form": "other_form"},
        {"title": 'a "quoted" one'},
    ],
)
async def test_an_intent_that_could_not_be_served_is_refused(
    enter: Enter, place: Place, changes: dict[str, str]
) -> None:
    trainer = await enter(Role.TRAINER)
    answer = await trainer.submit("/trainer/intents", **new_intent(**changes))
    assert answer.status_code == 409
    assert {name: read(place, name) for name in FILES} == FILES
