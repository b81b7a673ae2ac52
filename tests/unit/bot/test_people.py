"""Names in a sentence, also those that are English words."""

import pytest

from bot.entities.people import person_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my order is late, i'm Ann Post, N6 3GR", "Ann Post"),
        ("my order is late, i'm ann post, N6 3GR", "Ann Post"),
        ("i'm ann post and my postcode is n6 3gr", "Ann Post"),
        ("Ann Post N6 3GR", "Ann Post"),
        ("ann post, 80202", "Ann Post"),
        ("ann post n63gr", "Ann Post"),
        ("Order W1234567. Ann Post, N6 3GR", "Ann Post"),
        ("it's rose may brown, k1a 0b1", "Rose May Brown"),
        ("my name is Jane Order", "Jane Order"),
        ("I'm Mark Still", "Mark Still"),
        ("this is Will Young", "Will Young"),
        ("my name is john street.", "John Street"),
        ("my name is Lee Long and I need help", "Lee Long"),
        ("my name is jane order W123456", "Jane"),
        ("my name is jane post code 80202", "Jane"),
        ("my name is jane doe and my email is x", "Jane Doe"),
    ],
)
def test_a_name(text: str, name: str) -> None:
    assert {mention.value for mention in person_names(text)} == {name}


@pytest.mark.parametrize(
    "text",
    [
        "i'm so tired, 80202 times",
        "where is my order, 80202",
        "track order 12345",
        "order number 12345",
        "I'm waiting for N6 3GR",
        "My zip is 80202",
        "cancel order, 80202",
        "i'm still waiting",
        "i'm just looking",
        "deliver to N6 3GR",
    ],
)
def test_no_name(text: str) -> None:
    assert not list(person_names(text))
