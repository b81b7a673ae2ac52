"""Dates in figures and in other words, as seen from Friday 27 November 2026."""

from datetime import UTC, datetime

import pytest

from bot.entities.ruler import EntityRuler

FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> EntityRuler:
    return EntityRuler(tmp_path_factory.mktemp("none") / "catalogue.jsonl")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("placed on 06/11/2026", "2026-06-11"),
        ("placed on 21/11/2026", "2026-11-21"),
        ("2026/11/21", "2026-11-21"),
        ("2026.11.21", "2026-11-21"),
        ("21.11.", "2026-11-21"),
        ("the order of 21.11. please", "2026-11-21"),
        ("ordered on 3.9.", "2026-09-03"),
        ("20-Nov-2026", "2026-11-20"),
        ("20-nov-26", "2026-11-20"),
        ("it was 20/Nov/2026", "2026-11-20"),
        ("ordered 20nov", "2026-11-20"),
        ("Nov-20", "2026-11-20"),
        ("nov-20-2025", "2025-11-20"),
        ("11/20", "2026-11-20"),
        ("11.14.2026", "2026-11-14"),
        ("I need it dec. 1st", "2026-12-01"),
        ("bought on the first of October", "2026-10-01"),
        ("4 wks ago", "2026-10-30"),
        ("2 mths ago", "2026-09-27"),
        ("a yr ago", "2025-11-27"),
        ("the order from sat", "2026-11-21"),
        ("from Monday on", "2026-11-30"),
        ("the thing from Monday", "2026-11-23"),
        ("the one on thanksgiving", "2026-11-26"),
        ("before christmas", "2026-12-25"),
        ("my orders in 2025", "2025-01-01/2025-12-31"),
        ("since 21/11", "2026-11-21"),
        ("6 days back", "2026-11-21"),
        ("I bought it 5 weeks back", "2026-10-23"),
        ("a fortnight ago", "2026-11-13"),
        ("two fortnights ago", "2026-10-30"),
        ("two fridays ago", "2026-11-13"),
        ("3 mondays back", "2026-11-09"),
        ("a sunday ago", "2026-11-22"),
        ("half a year ago", "2026-05-27"),
        ("half a month ago", "2026-11-12"),
        ("a week and a half ago", "2026-11-16"),
        ("one and a half years ago", "2025-05-27"),
        ("Friday the 20th", "2026-11-20"),
        ("on Friday, the 20th", "2026-11-20"),
        ("can it come on friday the 4th", "2026-12-04"),
        ("Fri 20 Nov", "2026-11-20"),
        ("Friday 20th November 2026", "2026-11-20"),
        ("Tuesday, November 24", "2026-11-24"),
        ("the friday before last", "2026-11-13"),
        ("week before last", "2026-11-09/2026-11-15"),
        ("the month before last", "2026-09-01/2026-09-30"),
        ("orders from the last 30 days", "2026-10-28/2026-11-27"),
        ("past two weeks", "2026-11-13/2026-11-27"),
        ("deliver it on wed", "2026-12-02"),
        ("by Wed", "2026-12-02"),
        ("this wed", "2026-11-25"),
        ("it came last wed", "2026-11-25"),
        ("ordered on 20th", "2026-11-20"),
        ("what did I buy in September?", "2026-09-01/2026-09-30"),
        ("my orders from yesterday", "2026-11-26"),
        ("the order that came yesterday", "2026-11-26"),
    ],
)
def test_a_date(ruler: EntityRuler, text: str, value: str) -> None:
    assert [m.value for m in ruler.mentions(text, FRIDAY) if m.entity == "date"] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "item 20.11.",
        "it costs 5.10. ok",
        "bring 2 back",
        "half an hour ago",
        "version 2.1. works",
        "1/2",
        "the 2nd one",
        "wed like to know",
        "31-Feb-2026",
        "size 8-10",
    ],
)
def test_no_date(ruler: EntityRuler, text: str) -> None:
    assert not [m.value for m in ruler.mentions(text, FRIDAY) if m.entity == "date"]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("half a dozen", 6),
        ("half a dozen of them", 6),
        ("half dozen mugs", 6),
        ("a dozen of those", 12),
        ("two dozen", 24),
        ("3 dozen glasses", 36),
        ("a couple dozen", 24),
    ],
)
def test_dozens(ruler: EntityRuler, text: str, quantity: int) -> None:
    assert [m.value for m in ruler.mentions(text, FRIDAY) if m.entity == "quantity"] == [quantity]


def test_a_date_is_no_quantity(ruler: EntityRuler) -> None:
    assert [m.entity for m in ruler.mentions("20-Nov-2026", FRIDAY)] == ["date"]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("the 500ml bottle", ["500 ml"]),
        ("1.5l", ["1.5 l"]),
        ("0.5l", ["0.5 l"]),
        ("0,5 l", ["0.5 l"]),
        ("1.5 l please", ["1.5 l"]),
        ("64GB", ["64 gb"]),
        ("12ft", ["12 ft"]),
        ("2xl", ["XXL"]),
        ("it is too small", []),
        ("they run small", []),
        ("a bit large", []),
        ("too small, exchange it for size L", ["L"]),
        ("size small", ["S"]),
        ("the large one", ["L"]),
    ],
)
def test_sizes(ruler: EntityRuler, text: str, sizes: list[str]) -> None:
    assert [m.value for m in ruler.mentions(text, FRIDAY) if m.entity == "size"] == sizes


@pytest.mark.parametrize("text", ["my order id 123456", "order ID: 123456", "order nr 123456"])
def test_what_a_number_is_called_is_no_part_of_it(ruler: EntityRuler, text: str) -> None:
    assert [m.value for m in ruler.mentions(text, FRIDAY) if m.entity == "order_number"] == ["123456"]
