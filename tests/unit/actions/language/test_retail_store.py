"""On a real store's orders and catalogue: every item by its title, every variant by what is different."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from actions.language.items import Naming, name_items
from actions.language.lexicon import Item
from actions.language.variants import Offer, wished_variant

STORE = Path(__file__).resolve().parents[5] / "shared" / "data" / "retail-store"
pytestmark = pytest.mark.skipif(not STORE.exists(), reason="the retail store's files are not here")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (STORE / name).read_text().splitlines()]


def items_of(order: dict[str, Any]) -> list[Item]:
    return [
        Item(str(place), line["title"], line["options"], line["quantity"])
        for place, line in enumerate(order["lines"])
    ]


@pytest.mark.parametrize("sentence", ["the {}", "I want to return the {} please", "everything except the {}"])
def test_every_item_is_named_by_its_title(sentence: str):
    for order in rows("orders.jsonl"):
        items = items_of(order)
        titles = Counter(item.title for item in items)
        for item in [each for each in items if titles[each.title] == 1 and len(items) > 1]:
            wanted = [each for each in items if (each is item) != ("except" in sentence)]
            said = sentence.format(item.title.lower())
            assert name_items(said, items) == Naming({each.key: each.quantity for each in wanted}), said


def worded(key: str, value: str) -> str:
    """A value as people say it; a bare number or a yes needs its option's name."""
    return f"{key} {value}" if value in {"yes", "no", "none"} or value.isdigit() else value


def test_every_variant_is_named_by_what_is_different():
    outcomes = Counter[str]()
    for product in rows("products.jsonl"):
        variants = [Offer(each["sku"], each["options"], 1000) for each in product["variants"]]
        for bought in variants:
            others = [each for each in variants if each is not bought]
            for wanted in others:
                different = {k: v for k, v in wanted.options.items() if bought.options.get(k) != v}
                said = "I'd like it with " + ", ".join(worded(k, v) for k, v in different.items())
                wish = wished_variant(said, bought.options, 1000, others)
                found = [offer.sku for offer in wish.offers] if wish else []
                outcomes["clear" if found == [wanted.sku] else "asked" if len(found) > 1 else "wrong"] += 1
    assert outcomes["wrong"] == 0
    assert outcomes["clear"] > 0.99 * outcomes.total()
