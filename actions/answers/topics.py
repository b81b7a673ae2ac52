"""The topics that no flow serves, and what each has besides a help article."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise

import yaml

from aisle.settings import ROOT

_RULES = ROOT / "data" / "rules" / "topics.yml"


class Care(StrEnum):
    """How a topic is taken care of."""

    ARTICLE = "article"  # a help article settles it
    PERSON = "person"  # a person may have to settle it, which is offered


_ARTICLE = """
    ask_return_policy ask_refund_policy ask_cancellation_fee ask_delivery_times ask_delivery_costs
    ask_countries ask_payment_methods ask_promotions create_account ask_loyalty
    ask_gift_cards ask_size ask_opening_hours ask_locations
"""
_PERSON = """
    report_payment_failed report_double_charge report_unknown_charge ask_price_match report_code_failed
    delete_account switch_account recover_access ask_two_factor report_registration_problem
    report_site_trouble
"""


def _taught() -> list[str]:
    """What trainers have added: intents that a rule has answered by an article."""
    return [
        step["intent"]
        for rule in yaml.safe_load(_RULES.read_text())["rules"]
        for step, following in pairwise(rule["steps"])
        if following.get("action") == "action_answer_topic"
    ]


TOPICS: Mapping[str, Care] = (
    dict.fromkeys(_taught(), Care.ARTICLE)
    | dict.fromkeys(_ARTICLE.split(), Care.ARTICLE)
    | dict.fromkeys(_PERSON.split(), Care.PERSON)
)

# What the store's own page shows better than any article.
SHOWN_IN_STORE = frozenset({"ask_size", "ask_promotions"})
