import pytest

from bot.entities.clauses import clauses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "cancel #W1234567 and send the refund to my gift card",
            [
                "cancel #W1234567",
                "send the refund to my gift card",
            ],
        ),
        ("Where is A100234? Also, can I return the lamp?", ["Where is A100234", "can I return the lamp"]),
        ("track my order, where is my refund", ["track my order", "where is my refund"]),
        ("How do I send everything but the mug back", []),
        ("keep the mug but cancel the rest", ["keep the mug", "cancel the rest"]),
        ("yes and no", []),
        ("where is my order", []),
        ("I paid $12.50 for the lamp", []),
    ],
)
def test_a_message_of_several_requests_is_split(text: str, expected: list[str]) -> None:
    assert [clause.text for clause in clauses(text)] == expected


def test_clauses_know_where_they_stand() -> None:
    text = "Cancel my order.  Then track the other one"
    assert [text[clause.start : clause.end] for clause in clauses(text)] == [c.text for c in clauses(text)]
    assert len(clauses(text)) == 2
