import time
from pathlib import Path

import pytest

from bot.entities.clauses import clauses
from bot.entities.ruler import EntityRuler

CATALOGUE = (
    '{"title": "T-Shirt"}',
    '{"title": "Running Shoes"}',
    '{"title": "Desk Lamp", "aliases": ["reading light"], "skus": ["6817146515"]}',
    '{"title": "Water Bottle"}',
    '{"title": "Wall Clock"}',
    '{"title": "Floor Lamp"}',
)


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> EntityRuler:
    path: Path = tmp_path_factory.mktemp("catalogue") / "catalogue.jsonl"
    path.write_text("\n".join(CATALOGUE) + "\n")
    return EntityRuler(path)


def found(ruler: EntityRuler, text: str) -> list[tuple[str, object]]:
    return [(mention.entity, mention.value) for mention in ruler.mentions(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("where is #W1234567", "W1234567"),
        ("where is W1234567?", "W1234567"),
        ("w2378156", "W2378156"),
        ("order A-100234 hasnt come", "A100234"),
        ("a100234", "A100234"),
        ("A 100234", "A100234"),
        ("Order W 2378156", "W2378156"),
        ("my number is w 123 4567", "W1234567"),
        ("#w-123-4567 please", "W1234567"),
        ("order 1234567", "1234567"),
        ("the order number is 100234", "100234"),
        ("order no. 104482 please", "104482"),
        ("order is 123-4567", "1234567"),
        ("order #4711", "4711"),
        ("order 75277 please", "75277"),
        ("1234567", "1234567"),
        ("where's 8833021?", "8833021"),
        ("confirmation code AB1234567", "AB1234567"),
        ("112-1234567-7654321", "11212345677654321"),
        ("any news on 112-1234567-7654321?", "11212345677654321"),
        ("order #171-7654321-1234567 please", "17176543211234567"),
        ("my order number is 2000123-12345678", "200012312345678"),
        ("order 12-34567-89012", "123456789012"),
        ("order 123456789012345", "123456789012345"),
        ("track my order 986578788855", "986578788855"),
        ("order id OD123456789012345678", "OD123456789012345678"),
    ],
)
def test_order_numbers_are_read_in_the_shapes_people_write(ruler, text, number) -> None:
    assert found(ruler, text) == [("order_number", number)]


def test_several_order_numbers_are_all_read(ruler) -> None:
    assert found(ruler, "orders 1234567 and 7654321") == [
        ("order_number", "1234567"),
        ("order_number", "7654321"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("call me at 555-123-4567", "5551234567"),
        ("my phone is 5551234567", "5551234567"),
        ("555 123 4567", "5551234567"),
        ("(555) 123-4567", "5551234567"),
        ("order (555) 123-4567", "5551234567"),
        ("+44 20 7946 0958", "+442079460958"),
        ("07911 123456", "07911123456"),
        ("my mobile number is 07911 123456", "07911123456"),
        ("text me on 1234567", "1234567"),
        ("98765 43210", "9876543210"),
        ("my number is 7012345678", "7012345678"),
    ],
)
def test_phone_numbers_are_never_order_numbers(ruler, text, number) -> None:
    assert found(ruler, text) == [("phone", number)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("75277", "75277"),
        ("i live in Denver, CO 80279", "80279"),
        ("zip is 75277", "75277"),
        ("98193-1234", "98193-1234"),
        ("sw1a1aa", "SW1A 1AA"),
        ("my postcode is M1 2AB", "M1 2AB"),
        ("wrong zip on my order, its 96812", "96812"),
        ("K1A 0B1", "K1A 0B1"),
    ],
)
def test_postcodes_are_not_order_numbers_unless_said_so(ruler, text, code) -> None:
    assert found(ruler, text) == [("postcode", code)]


@pytest.mark.parametrize(
    "text",
    [
        "my order from 2023 is late",
        "I bought a 20000mAh charger",
        "it took 2 weeks",
        "12 Elm Street, Apt 4",
        "between 5 and 7 days",
        "give me a second",
        "I have two questions",
        "a family of five",
        "my 3 year old",
        "4 stars",
        "I'm Really Angry",
        "no, the other one",
        "one of them broke",
    ],
)
def test_numbers_and_words_of_another_sense_are_left_alone(ruler, text) -> None:
    assert found(ruler, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane.Doe@Example.COM", [("email", "jane.doe@example.com")]),
        ("jane dot doe at example dot com", [("email", "jane.doe@example.com")]),
        ("jane@x.com and order A-100234", [("email", "jane@x.com"), ("order_number", "A100234")]),
        ("Jane Doe, 80279", [("person_name", "Jane Doe"), ("postcode", "80279")]),
        ("my name is jane doe and my zip is 80279", [("person_name", "Jane Doe"), ("postcode", "80279")]),
        ("I'm Liam O'Brien", [("person_name", "Liam O'Brien")]),
        ("Mrs Joan Patterson", [("person_name", "Joan Patterson")]),
        ("it is under Ben Carter", [("person_name", "Ben Carter")]),
        ("jane.doe at example.com", [("email", "jane.doe@example.com")]),
        ("sku 9612497925", [("sku", "9612497925")]),
        ("MUG-BLUE-12", [("sku", "MUG-BLUE-12")]),
        ("6817146515", [("sku", "6817146515")]),
    ],
)
def test_who_and_what_is_identified(ruler, text, expected) -> None:
    assert found(ruler, text) == expected


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("I paid $1,299.50 for it", 129950, "USD"),
        ("under 50 bucks", 5000, "USD"),
        ("max £20", 2000, "GBP"),
        ("30 euros", 3000, "EUR"),
        ("USD 128.90", 12890, "USD"),
        ("49,99 €", 4999, "EUR"),
        ("1.5k dollars", 150000, "USD"),
        ("a hundred and twenty-five pounds", 12500, "GBP"),
        ("something under 80", 8000, None),
    ],
)
def test_money_is_minor_units_with_a_currency(ruler, text, minor, currency) -> None:
    assert found(ruler, text) == [("money", {"amount_minor": minor, "currency": currency})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the blue one in size M", [("colour", "blue"), ("size", "M")]),
        ("dark gray", [("colour", "dark grey")]),
        ("size 8 running shoes", [("size", "8"), ("product", "Running Shoes")]),
        ("an XL please", [("size", "XL")]),
        ("extra large", [("size", "XL")]),
        ("L", [("size", "L")]),
        ("the 128GB version", [("size", "128 gb")]),
        ("the 2 liter one", [("size", "2 liter")]),
        ("cancel the second one", [("ordinal", 2)]),
        ("my last order", [("ordinal", -1)]),
        ("the 3rd one", [("ordinal", 3)]),
        ("number 2", [("ordinal", 2)]),
        ("3 of them", [("quantity", 3)]),
        ("between a 9 and a 10", [("size", "9"), ("size", "10")]),
        ("the 8 is too tight, can I have an 8.5", [("size", "8"), ("size", "8.5")]),
        ("I take a 32 waist", [("size", "32")]),
        ("UK 9", [("size", "9")]),
        ("got an s but need an m", [("size", "S"), ("size", "M")]),
        ('a 24" one', [("size", "24 inch")]),
        ("a light-blue one", [("colour", "light-blue")]),
        ("4 of the 6", [("quantity", 4)]),
        ("I bought 2 and want to return 1", [("quantity", 2), ("quantity", 1)]),
        ("quantity: 5", [("quantity", 5)]),
        ("thirty of those", [("quantity", 30)]),
        ("the second to last order", [("ordinal", -2)]),
        ("the last but one", [("ordinal", -2)]),
        ("x2", [("quantity", 2)]),
        ("just one", [("quantity", 1)]),
        ("a couple of those", [("quantity", 2)]),
        (
            "2 wall clocks and one t-shirt",
            [
                ("quantity", 2),
                ("product", "Wall Clock"),
                ("quantity", 1),
                ("product", "T-Shirt"),
            ],
        ),
        ("both shirts", [("product", "T-Shirt")]),
        ("the reading light", [("product", "Desk Lamp")]),
        ("a desk lamp", [("product", "Desk Lamp")]),
        ("the lamp", [("product", "lamp")]),
    ],
)
def test_items_are_read_as_people_name_them(ruler, text, expected) -> None:
    assert found(ruler, text) == expected


def test_positions_are_those_of_the_text(ruler) -> None:
    text = "please cancel #W1234567 and the desk lamp"
    assert [text[m.start : m.end] for m in ruler.mentions(text)] == ["#W1234567", "desk lamp"]


@pytest.mark.parametrize(
    "piece", ["(", "123-", "a.", "a dot ", "AB-", "order # ", "my name is a b ", " ", "$1,"]
)
def test_hostile_messages_are_read_in_reasonable_time(ruler, piece) -> None:
    text = f"a{piece * (4000 // len(piece))}b"
    started = time.process_time()
    ruler.mentions(text)
    assert len(clauses(text)) <= 6
    assert time.process_time() - started < 0.5
