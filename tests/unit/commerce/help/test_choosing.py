"""What of the help is quoted: a lead for a whole topic, else a passage, two where rounding would decide."""

import pytest

from commerce.help.choosing import NEAR_TIE, asked_as_a_whole, choose
from commerce.help.search import FoundPassage


def a_passage(heading: str, similarity: float, *, article: str = "return-policy", at: int = 1, long: int = 1):
    return FoundPassage(article, "Return policy", heading, at, "word " * long, similarity)


def a_lead(article: str, title: str) -> FoundPassage:
    return FoundPassage(article, title, title, 0, "All of it.", 1.0)


LEADS = [
    a_lead("delivery-costs", "Delivery costs"),
    a_lead("delivery-times", "Delivery times"),
    a_lead("exchanges", "Exchanges"),
    a_lead("gift-cards", "Gift cards"),
    a_lead("promotion-codes", "Promotion codes"),
    a_lead("return-policy", "Return policy"),
    a_lead("warranty", "Warranty"),
]


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("what's your return policy?", ["return-policy"]),
        ("wait, what's your return policy?", ["return-policy"]),
        ("Returns policy", ["return-policy"]),
        ("tell me about returns please", ["return-policy"]),
        ("how does the warranty work", ["warranty"]),
        ("exchange rules?", ["exchanges"]),
        ("do you have gift cards", ["gift-cards"]),
        ("what are your shipping costs", ["delivery-costs"]),
        ("how much is shipping", ["delivery-costs"]),
        ("how much do you charge for delivery?", ["delivery-costs"]),
        ("how much is shipping to Canada", []),
        ("how much is it?", []),
        ("do you have any discount codes", ["promotion-codes"]),
        ("got any coupons?", ["promotion-codes"]),
        ("is there a student discount", []),
        ("info on shipping", ["delivery-costs", "delivery-times"]),
        ("who pays for sending a return back?", []),
        ("can I return shoes", []),
        ("do gift cards expire", []),
        ("what is it?", []),
        ("", []),
    ],
)
def test_a_topic_that_is_named_and_nothing_else_is_asked_as_a_whole(question: str, articles: list[str]):
    assert [each.article_id for each in asked_as_a_whole(question, LEADS)] == articles


def test_a_clear_winner_is_quoted_alone():
    best, other = a_passage("a", 0.7), a_passage("b", 0.7 - 2 * NEAR_TIE)
    assert choose("who pays for sending it?", [best, other], LEADS) == [best]


def test_near_ties_are_both_quoted_in_the_order_of_the_pages_whichever_is_nearer():
    first, second = a_passage("a", 0.6, at=1), a_passage("b", 0.61, at=2)
    assert choose("who pays?", [second, first], LEADS) == [first, second]
    nearer = a_passage("a", 0.62, at=1)
    assert [each.heading for each in choose("who pays?", [nearer, second], LEADS)] == ["a", "b"]


def test_three_near_ties_of_one_article_mean_the_article():
    tied = [a_passage("a", 0.591), a_passage("b", 0.586, at=2), a_passage("c", 0.58, at=3)]
    assert [each.heading for each in choose("and if I send it?", tied, LEADS)] == ["Return policy"]


def test_two_long_near_ties_are_said_by_the_lead():
    tied = [a_passage("a", 0.6, long=60), a_passage("b", 0.59, at=2, long=60)]
    assert [each.heading for each in choose("and if I send it?", tied, LEADS)] == ["Return policy"]
    assert choose("and if I send it?", tied, []) == tied


def test_near_ties_of_two_articles_are_both_quoted():
    tied = [a_passage("a", 0.6), a_passage("b", 0.59, article="exchanges")]
    assert {each.article_id for each in choose("and if?", tied, LEADS)} == {"return-policy", "exchanges"}


def test_nothing_found_is_nothing_quoted():
    assert choose("what?", [], LEADS) == []
