"""Names given alone, and what is none."""

import pytest

from actions.language.people import full_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Doe", "Jane Doe"),
        ("jane doe", "jane doe"),
        ("JANE DOE", "JANE DOE"),
        ("Doe, Jane", "Jane Doe"),
        ("it's Jane Doe", "Jane Doe"),
        ("My name is Jane Doe.", "Jane Doe"),
        ("the name's Jane Doe", "Jane Doe"),
        ("full name: Jane Doe", "Jane Doe"),
        ("Jane Doe is the name", "Jane Doe"),
        ("Jane Doe, as on the order", "Jane Doe"),
        ("sorry, jane doe please", "jane doe"),
        ("Mary Jane Watson", "Mary Jane Watson"),
        ("Ann Post", "Ann Post"),
        ("Rose May", "Rose May"),
        ("Mark Young", "Mark Young"),
        ("Grace Price", "Grace Price"),
        ("Will Black", "Will Black"),
        ("An Nguyen", "An Nguyen"),
        ("Do Kim", "Do Kim"),
        ("Go Ahead", ""),
        ("No Thanks", ""),
        ("Ludwig van der Berg", "Ludwig van der Berg"),
        ("Anne-Marie O'Neill", "Anne-Marie O'Neill"),
        ("José Núñez", "José Núñez"),
        ("Zoë Müller-Lüdenscheidt", "Zoë Müller-Lüdenscheidt"),
        ("J. R. Smith", "J. R. Smith"),
        ("J Smith", "J Smith"),
        ("Mrs. Jane Doe", "Jane Doe"),
        ("李 小龙", "李 小龙"),
        ("Jane", ""),
        ("cancel order", ""),
        ("talk to a person", ""),
        ("never mind", ""),
        ("why do you ask?", ""),
        ("jane doe?", ""),
        ("where is it", ""),
        ("hang on", ""),
        ("order 12345", ""),
        ("i don't know", ""),
        ("track package", ""),
        ("wrong number", ""),
        ("yes please", ""),
        ("", ""),
    ],
)
def test_full_name(text: str, name: str) -> None:
    assert full_name(text) == name
