"""The names that the dialogue server and the action server share: what one declares, the other has."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from actions.answers.product_questions import PRODUCT_QUESTIONS
from actions.answers.topics import TOPICS
from actions.flows.listed import FLOWS
from actions.server import all_actions
from actions.turn.shop import Shop
from commerce.clock import SystemClock
from commerce.database import create_engine, sessions_of
from commerce.help.articles import read_articles
from commerce.links.documents import DocumentLinks
from commerce.notifications.setup import notifier_of
from commerce.search.service import ProductSearch
from ops import flow_files
from tests.factories import SECRET

ROOT = Path(__file__).resolve().parents[2]
# Given to what the classifier is not sure of, and to what is in another language; nobody trains them.
UNTRAINED = {"nlu_fallback", "other_language"}
# Requests with an action or a flow of another name.
SERVED_OTHERWISE = {
    "ask_human", "ask_policy", "report_problem", "track_late_order", "find_product", "recommend_product",
    "request_restock_alert", "remind_later", "subscribe_newsletter",
    "unsubscribe_newsletter", *PRODUCT_QUESTIONS,
}  # fmt: skip
PAYLOAD = re.compile(r"^/(?P<intent>\w+)(?P<entities>\{.*\})?$")


@cache
def domain() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "domain.yml").read_text())


def names(declared: list[str | dict[str, Any]]) -> set[str]:
    return {each if isinstance(each, str) else next(iter(each)) for each in declared}


@cache
def training_data(folder: str, key: str) -> list[dict[str, Any]]:
    files = sorted((ROOT / "data" / folder).glob("*.yml"))
    return [each for file in files for each in yaml.safe_load(file.read_text()).get(key, [])]


@cache
def rules() -> list[dict[str, Any]]:
    return [*training_data("rules", "rules"), *training_data("stories", "stories")]


@cache
def served() -> set[str]:
    address = "postgresql://nobody@localhost/none"
    shop = Shop(
        sessions_of(create_engine(address)),
        SystemClock(),
        notifier=notifier_of(address, SystemClock(), "Test Store"),
        links=DocumentLinks("http://localhost", SECRET),
        search=ProductSearch(lambda text: [], str.isalpha),
        name="Test Store",
        code_secret=SECRET,
    )
    return {action.name() for action in all_actions(shop, lambda text: [])}


@cache
def python_texts() -> str:
    return "\n".join(file.read_text() for file in sorted((ROOT / "actions").rglob("*.py")))


def steps(key: str) -> set[str]:
    return {str(step[key]) for rule in rules() for step in rule["steps"] if step.get(key)}


def is_in_actions(response: str) -> bool:
    """Whether our code utters it, by its name or by one that is put together (`utter_order_{...}`)."""
    if f'"{response}"' in python_texts():
        return True
    patterns = re.findall(r'f"(utter_[^"]*\{[^"]*)"', python_texts())
    return any(re.fullmatch(re.sub(r"\{[^}]*\}", r"\\w+", each), response) for each in patterns)


def test_every_declared_action_is_served_and_every_served_one_declared() -> None:
    assert set(domain()["actions"]) == served()


def test_forms_and_rules_are_those_of_the_flows() -> None:
    text = flow_files.DOMAIN.read_text()
    assert flow_files.domain(text) == text, "run make flows"
    assert flow_files.rules() == flow_files.RULES.read_text(), "run make flows"


def test_every_flow_has_its_form_and_its_intent() -> None:
    assert set(domain()["forms"]) == {flow.form for flow in FLOWS}
    assert {flow.name for flow in FLOWS} <= names(domain()["intents"])


def test_a_form_declares_the_slots_its_flow_fills() -> None:
    for flow in FLOWS:
        assert set(flow.slots) <= set(domain()["forms"][flow.form]["required_slots"]), flow.name


def test_nothing_is_declared_twice() -> None:
    for kind in ("intents", "entities", "actions"):  # of which Rasa would load none at all
        declared = [each if isinstance(each, str) else next(iter(each)) for each in domain()[kind]]
        assert sorted(declared) == sorted(set(declared))


def test_every_intent_is_trained() -> None:
    trained = {each["intent"].split("/")[0] for each in training_data("nlu", "nlu") if "intent" in each}
    assert names(domain()["intents"]) - UNTRAINED == trained


def test_every_intent_has_a_rule() -> None:
    assert names(domain()["intents"]) == steps("intent")


def test_every_response_is_used() -> None:
    unused = [
        each for each in domain()["responses"] if each not in steps("action") and not is_in_actions(each)
    ]
    assert unused == []


def test_every_response_that_is_named_exists() -> None:
    named = set(re.findall(r'(?<!f)"(utter_\w+)"', python_texts())) | steps("action")
    missing = {each for each in named if each.startswith("utter_")} - set(domain()["responses"])
    assert missing == set()


def test_every_slot_is_used() -> None:
    required = {slot for form in domain()["forms"].values() for slot in form["required_slots"]}
    unused = [
        slot for slot in domain()["slots"] if slot not in required and f'"{slot}"' not in python_texts()
    ]
    assert unused == []


def test_every_entity_is_used() -> None:
    unused = [each for each in names(domain()["entities"]) if f'"{each}"' not in python_texts()]
    assert unused == []


def test_every_payload_has_an_intent_and_entities_that_exist() -> None:
    for response, variations in domain()["responses"].items():
        for button in (button for each in variations for button in each.get("buttons", [])):
            payload = button["payload"].replace("{{", "{").replace("}}", "}")
            match = PAYLOAD.match(payload)
            assert match, f"{response}: {payload}"
            assert match["intent"] in names(domain()["intents"]), response
            entities = set(re.findall(r'"(\w+)":', match["entities"] or ""))
            assert entities <= names(domain()["entities"]), response


def is_a_request(intent: str) -> bool:
    """Whether a flow or an action of its own serves it, which talk and answers have not."""
    return intent in TOPICS or intent in {flow.name for flow in FLOWS} or intent in SERVED_OTHERWISE


def test_every_topic_is_answered_by_its_action_and_nothing_else_is() -> None:
    answered = {
        step["intent"]
        for rule in training_data("rules", "rules")
        for step, following in pairwise(rule["steps"])
        if following.get("action") == "action_answer_topic"
    }
    assert answered == set(TOPICS)


def test_every_topic_has_a_help_article() -> None:
    articles = read_articles(ROOT / "data" / "help")
    answered = {topic for article in articles for passage in article.passages for topic in passage.topics}
    assert set(TOPICS) - answered == set()


def test_a_help_article_names_intents() -> None:
    for article in read_articles(ROOT / "data" / "help"):
        for passage in article.passages:
            assert set(passage.topics) <= names(domain()["intents"]), f"{article.id}: {passage.heading}"


def test_every_request_has_a_title_short_enough_for_a_button() -> None:
    titled = {each.removeprefix("utter_title_") for each in domain()["responses"] if "utter_title_" in each}
    assert titled == {each for each in names(domain()["intents"]) if is_a_request(each)}
    titles = [domain()["responses"][f"utter_title_{each}"][0]["text"] for each in titled]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 26
