"""Words for goods that trainers mark are read from then on."""

from bot.entities.mention import Mention
from bot.entities.taught import TaughtWords


def mark(text: str, word: str, entity: str, value: str = "") -> Mention:
    start = text.index(word)
    return Mention(entity, start, start + len(word), value or word)


def test_a_marked_word_is_read_wherever_it_stands_alone() -> None:
    text = "my kayak in petrol came"
    taught = TaughtWords.learn(
        [(text, [mark(text, "petrol", "colour", "teal"), mark(text, "kayak", "product")], [])]
    )
    said = "Petrol or petroleum: KAYAK?"
    assert taught.mentions(said, []) == [
        Mention("colour", 0, 6, "teal"),
        Mention("product", 21, 26, "kayak"),
    ]


def test_what_is_read_anyway_is_not_learned_and_wins() -> None:
    text = "the red one"
    red = mark(text, "red", "colour")
    assert TaughtWords.learn([(text, [red], [red])]).words == {}
    taught = TaughtWords({"red": ("product", "red")})
    assert taught.mentions(text, [red]) == [red]


def test_what_has_a_form_is_not_learned_word_by_word() -> None:
    text = "mail jo@x.example about W123"
    marks = [mark(text, "jo@x.example", "email"), mark(text, "W123", "order_number")]
    assert TaughtWords.learn([(text, marks, [])]).words == {}
