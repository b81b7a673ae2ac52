"""What the help articles say in figures is what the default policies are."""

import re
from pathlib import Path
from typing import Any

import pytest

from commerce.help.articles import read_articles
from commerce.policies.defaults import DEFAULT_POLICIES

HELP = Path(__file__).resolve().parents[4] / "data" / "help"
COUNTRIES = {"US": "United States", "CA": "Canada", "GB": "United Kingdom"}


def value(name: str, category: str | None = None, country: str | None = None) -> dict[str, Any]:
    [found] = [
        policy.value
        for policy in DEFAULT_POLICIES
        if (policy.name, policy.category_id, policy.country) == (name, category, country)
    ]
    return found


def passage(article: str, heading: str) -> str:
    [found] = [
        passage.text
        for each in read_articles(HELP)
        for passage in each.passages
        if (each.id, passage.heading) == (article, heading)
    ]
    return found


def test_return_windows() -> None:
    said = passage("return-policy", "How long do I have to return something?")
    assert f"{value('return_window')['days']} days" in said
    assert f"footwear can come back within {value('return_window', 'footwear')['days']} days" in said
    assert value("return_window", "clothing") == value("return_window", "footwear")
    assert f"computing within {value('return_window', 'computing')['days']} days" in said
    assert f"within {value('return_window', 'clothing')['days']} days" in passage(
        "sizes", "What if it does not fit?"
    )


def test_final_sale() -> None:
    assert value("final_sale", "beauty")["is_final"]
    assert "Beauty and care products" in passage("return-policy", "What can I not return?")


@pytest.mark.parametrize("country", COUNTRIES)
def test_delivery_times(country: str) -> None:
    times = value("delivery_times", country=country)
    standard = passage("delivery-times", "How long does delivery take?")
    express = passage("delivery-times", "How fast is express delivery?")
    for text, speed in ((standard, times["standard"]), (express, times["express"])):
        assert re.search(
            rf"\b{speed['min']} to {speed['max']}( business days)? in the {COUNTRIES[country]}"
            rf"|\b{speed['min']} to {speed['max']}( business days)? in {COUNTRIES[country]}",
            text,
        ), f"{country}: {speed}"


@pytest.mark.parametrize(
    ("country", "heading"),
    [
        ("US", "How much does delivery cost in the United States?"),
        ("CA", "How much is shipping to Canada?"),
        ("GB", "How much is shipping to the United Kingdom?"),
    ],
)
def test_delivery_costs(country: str, heading: str) -> None:
    costs = value("delivery_costs", country=country)
    said = passage("delivery-costs", heading)
    assert f"${costs['standard_minor'] / 100:.2f}" in said
    assert f"${costs['express_minor'] / 100:.2f}" in said
    assert f"${costs['free_from_minor'] // 100} or more" in said
    assert f"${costs['free_from_minor'] // 100}" in passage("delivery-costs", "When is delivery free?")


def test_refund_days() -> None:
    days = value("refund_days")
    assert f"{days['min']} to {days['max']} business days" in passage(
        "refunds", "How long does a refund take?"
    )


@pytest.mark.parametrize(
    ("policy", "article", "heading"),
    [
        ("damaged_item", "damaged-items", "My item arrived broken, cracked or damaged"),
        ("wrong_item", "wrong-or-missing-items", "You sent me the wrong item"),
        ("missing_item", "wrong-or-missing-items", "Something is missing from my package"),
        ("lost_parcel", "late-or-lost-parcels", "What do I get when the carrier loses my package?"),
    ],
)
def test_remedies(policy: str, article: str, heading: str) -> None:
    rule, said = value(policy), passage(article, heading)
    assert f"within {rule['report_within_days']} days" in said
    assert ("a photo" in said and "No photo" not in said) == (rule["evidence"] == "photo")


def test_loyalty() -> None:
    assert value("points_per_unit")["points"] == 1
    assert "one point for each whole dollar" in passage("loyalty-points", "How do I earn points?")
    assert (value("points_value")["points"], value("points_value")["amount_minor"]) == (100, 100)
    assert "One hundred points are worth one dollar" in passage("loyalty-points", "What are my points worth?")
    occasions, told = (
        value("occasion_points")["points"],
        passage("loyalty-points", "Do I get points for my birthday or a first order?"),
    )
    assert f"Your birthday brings {occasions['birthday']} points a year" in told
    assert f"your first order {occasions['first_order']} on top" in told
    assert f"brings {occasions['review']} points" in passage("reviews", "Do I get points for a review?")
    assert value("points_expiry")["months"] == 12
    assert "twelve months" in passage("loyalty-points", "Do points expire?")
    said = passage("loyalty-tiers", "Which tiers are there?")
    for tier in value("loyalty_tiers")["tiers"]:
        assert tier["name"] in said
        assert not tier["from_points"] or f"{tier['from_points']:,} points" in said


def test_referrals() -> None:
    rule = value("referral")
    assert (rule["kind"], rule["referrer"]) == ("points", rule["friend"])
    said = passage("inviting-friends", "What do my friend and I get?")
    assert f"{rule['referrer']} points" in said
    assert f"${rule['least_minor'] // 100}" in said
    assert f"within {rule['within_days']} days" in said
    assert f"{rule['most_each_year']} friends a year" in passage(
        "inviting-friends", "Who counts as a friend?"
    )


def test_subscriptions() -> None:
    terms, said = (
        value("subscription_terms"),
        passage("subscriptions", "What are subscriptions, and what do they cost?"),
    )
    assert f"{terms['percent_off']}% less" in said
    assert value("subscription_intervals") == {"min_days": 7, "max_days": 180}
    assert "every week to every six months" in said
    failed = passage("subscriptions", "What happens when a subscription's payment fails?")
    assert value("subscription_retries")["days"] == [2, 3, 5]
    assert "after two, three and five more days" in failed
    assert value("subscription_notice")["days"] == 3
    assert "three days before" in passage("subscriptions", "How do I pause, skip or change a subscription?")
    kept = passage("subscriptions", "What can I subscribe to?").lower()
    for category in (
        "clothing",
        "bedding",
        "furniture",
        "computers",
        "electronics",
        "shoes",
        "lamps",
        "outdoor",
    ):
        assert category in kept
