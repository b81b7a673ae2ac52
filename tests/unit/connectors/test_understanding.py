"""What of an understanding may be kept."""

from typing import Any

import pytest

from connectors.conversation.understanding import Understanding


def an_understanding(**fields: Any) -> Understanding:
    return Understanding(**({"intent": "identify", "confidence": 0.8} | fields))


def entity(kind: str, text: str, part: str) -> dict[str, Any]:
    start = text.index(part)
    return {"entity": kind, "value": part, "start": start, "end": start + len(part)}


def test_names_and_addresses_of_people_are_masked_wherever_they_stand() -> None:
    text = "I'm Jane Doe, jane@example.com or +1 303 555 0134, order W1234567"
    entities = [
        entity("person_name", text, "Jane Doe"),
        entity("email", text, "jane@example.com"),
        entity("order_number", text, "W1234567"),
    ]
    kept = an_understanding(entities=entities).kept(text, is_as_heard=True)
    assert kept.text == "I'm [person name], [email] or [phone], order W1234567"
    assert kept.entities == [
        {"entity": "person_name", "value": None},
        {"entity": "email", "value": None},
        {"entity": "order_number", "value": "W1234567"},
    ]


def test_an_e_mail_that_was_not_read_as_one_is_masked_all_the_same() -> None:
    assert an_understanding().kept("mail me: x@y.example", is_as_heard=True).text == "mail me: [e-mail]"


@pytest.mark.parametrize("asked", ["address", "code", "person_name"])
def test_an_answer_to_a_private_question_is_not_kept(asked: str) -> None:
    kept = an_understanding(asked=asked).kept("12 Elm Street", is_as_heard=True)
    assert (kept.text, kept.asked) == ("", asked)


def test_places_in_a_text_whose_code_is_masked_mean_nothing() -> None:
    entities = [{"entity": "person_name", "value": "Jane", "start": 0, "end": 4}]
    kept = an_understanding(entities=entities).kept("it's •••••• ok", is_as_heard=False)
    assert (kept.text, kept.entities) == ("it's •••••• ok", [])
