"""The policies a store starts with: what the demo store uses, and an import into a store that has none.

Every figure that a help article in `data/help/` names is one of these.
"""

from typing import Any, NamedTuple


class DefaultPolicy(NamedTuple):
    """One row of the `policies` table; `None` means every category, or every country."""

    name: str
    category_id: str | None
    country: str | None
    value: dict[str, Any]


def _everywhere(name: str, **value: Any) -> DefaultPolicy:
    return DefaultPolicy(name, None, None, value)


def _in_category(name: str, category_id: str, **value: Any) -> DefaultPolicy:
    return DefaultPolicy(name, category_id, None, value)


def _in_country(name: str, country: str, **value: Any) -> DefaultPolicy:
    return DefaultPolicy(name, None, country, value)


_ORDERS = (
    # The states in which an order may be cancelled, and sent elsewhere, paid otherwise or filled otherwise.
    _everywhere("order_changes", cancel_while=["pending"], change_while=["pending"]),
)

_RETURNS = (
    _everywhere("return_window", days=30),
    _in_category("return_window", "clothing", days=60),
    _in_category("return_window", "footwear", days=60),
    _in_category("return_window", "computing", days=14),
    _everywhere("final_sale", is_final=False),
    _in_category("final_sale", "beauty", is_final=True),
    # A return worth more than this is looked at by a person before it is approved.
    _everywhere("return_review", above_minor=50_000, currency="USD"),
)

_RETURN_ADDRESS = (
    # What the label of a return is addressed to.
    _everywhere(
        "return_address",
        line1="Returns, 900 Warehouse Way",
        line2="",
        city="Columbus",
        region="OH",
        postcode="43215",
        country="US",
    ),
)

_TEXTS = (
    # A change by text that is worth more, in minor units of whatever currency, takes a one-time code.
    _everywhere("text_limit", above_minor=50_000),
)

_REFUNDS = (
    _everywhere("refund_days", min=5, max=7),  # business days; gift cards and store credit at once
)

_REMEDIES = (
    # `remedies` in the order they are offered; above `review_above_minor` a person decides.
    _everywhere(
        "damaged_item",
        remedies=["replacement", "refund"],
        evidence="description",
        report_within_days=30,
        review_above_minor=20_000,
        currency="USD",
    ),
    _everywhere(
        "wrong_item",
        remedies=["replacement", "refund"],
        evidence="description",
        report_within_days=30,
        review_above_minor=20_000,
        currency="USD",
    ),
    _everywhere(
        "missing_item",
        remedies=["replacement", "refund"],
        evidence="description",
        report_within_days=14,
        review_above_minor=20_000,
        currency="USD",
    ),
    _everywhere(
        "lost_parcel",
        remedies=["replacement", "refund"],
        evidence="none",
        report_within_days=60,
        review_above_minor=30_000,
        currency="USD",
    ),
    _everywhere("late_order", remedies=["refund_shipping"]),
    _everywhere("late_after_days", days=1),  # after the promised date
    _everywhere("lost_after_days", days=10),  # after the promised date, or without a scan
)

# Business days from shipping, and whole prices in minor units; a country without rows is not shipped to.
_DELIVERY = (
    _in_country("delivery_times", "US", standard={"min": 3, "max": 5}, express={"min": 1, "max": 2}),
    _in_country("delivery_times", "CA", standard={"min": 5, "max": 8}, express={"min": 3, "max": 4}),
    _in_country("delivery_times", "GB", standard={"min": 6, "max": 10}, express={"min": 3, "max": 5}),
    _in_country(
        "delivery_costs", "US", currency="USD", standard_minor=499, express_minor=1299, free_from_minor=5_000
    ),
    _in_country(
        "delivery_costs", "CA", currency="USD", standard_minor=999, express_minor=2499, free_from_minor=10_000
    ),
    _in_country(
        "delivery_costs",
        "GB",
        currency="USD",
        standard_minor=1299,
        express_minor=2999,
        free_from_minor=12_000,
    ),
)

_TAX = (
    # The tax that is in every price, in hundredths of a percent of the price without it.
    _everywhere("tax_rate", basis_points=0),
    _in_country("tax_rate", "CA", basis_points=500),
    _in_country("tax_rate", "GB", basis_points=2_000),
)

_CHECKOUT = (
    _everywhere("gift_card_expiry"),  # after so many `days`; without, never
    _everywhere("reservation", minutes=15),  # for how long checking out keeps the goods
)

_SUBSCRIPTIONS = (
    # What is used up can be subscribed to, and then costs less; what lasts for years cannot.
    _everywhere("subscription_terms", is_offered=True, percent_off=10),
    *(
        _in_category("subscription_terms", category, is_offered=False)
        for category in (
            "bedding",
            "clothing",
            "computing",
            "electronics",
            "footwear",
            "furniture",
            "lighting",
            "outdoors",
        )
    ),
    _everywhere("subscription_intervals", min_days=7, max_days=180),
    # A payment that failed is tried again so many days later each time; then the subscription is paused.
    _everywhere("subscription_retries", days=[2, 3, 5]),
    _everywhere("subscription_notice", days=3),  # before each order
    _everywhere("subscription_offer", percent_off=20),  # of the next order, once, for who stays
)

_RECOVERY = (
    # What may be taken off a cart that was left, if `keep_percent` of what is then paid is still earned.
    _everywhere("recovery_offer", percent_off=10, keep_percent=30, valid_days=7, once_in_days=90),
    _everywhere("goods_margin", percent=45),  # of the price
    _in_category("goods_margin", "computing", percent=18),
    _in_category("goods_margin", "electronics", percent=22),
    _in_category("goods_margin", "furniture", percent=38),
)

# What makes an account suspicious (commerce/fraud/rules.py): a signal weighs so much from such a number on.
_FRAUD = (
    _everywhere(
        "fraud_rules",
        signals={
            "contact_changed": {"weight": 40, "at_least": 1},
            "codes_failed": {"weight": 40, "at_least": 6},
            "new_country": {"weight": 25, "at_least": 1},
            "new_network": {"weight": 25, "at_least": 1, "with_signal": "contact_changed"},
            "network_shared": {"weight": 50, "at_least": 6},
            "card_shared": {"weight": 50, "at_least": 3},
            "address_shared": {"weight": 50, "at_least": 8},
            "phone_shared": {"weight": 50, "at_least": 4},
            "returns": {"weight": 50, "at_least": 5, "with_signal": "returned_share"},
            "returned_share": {"weight": 0, "at_least": 70},
            "made_good": {"weight": 50, "at_least": 4},
            "never_arrived": {"weight": 50, "at_least": 3},
            "speed": {"weight": 50, "at_least": 30},
        },
        code_from=50,
        hold_from=50,
        lock_from=90,
    ),
)

# `amount_minor` and `currency` of what a case costs that a person has; unsaid, no savings are told of.
_FIGURES = (_everywhere("case_cost"),)

_LOYALTY = (
    _everywhere("points_per_unit", points=1),  # per whole dollar paid for goods, when they are delivered
    # What is no purchase, each once: a birthday a year, a review, a first order.
    _everywhere("occasion_points", points={"birthday": 100, "review": 25, "first_order": 100}),
    _everywhere("points_value", points=100, amount_minor=100, currency="USD"),
    _everywhere("points_expiry", months=12),
    _everywhere(
        "loyalty_tiers",
        tiers=[
            {"name": "Member", "from_points": 0},
            {"name": "Silver", "from_points": 500},
            {"name": "Gold", "from_points": 1500},
        ],
        period_months=12,
    ),
)

_COMMUNITY = (
    # `url` of where customers talk to each other; without, nobody is invited there.
    _everywhere("community", url=""),
)

_REFERRALS = (
    # What a customer and the friend they bring get once the friend has kept an order of `least_minor`.
    _everywhere(
        "referral",
        kind="points",
        referrer=500,
        friend=500,
        currency="USD",
        least_minor=2_500,
        within_days=180,
        most_each_year=20,
        expires_after_months=12,
    ),
)

DEFAULT_POLICIES: tuple[DefaultPolicy, ...] = (
    *_ORDERS,
    *_RETURNS,
    *_RETURN_ADDRESS,
    *_TEXTS,
    *_REFUNDS,
    *_REMEDIES,
    *_DELIVERY,
    *_TAX,
    *_CHECKOUT,
    *_SUBSCRIPTIONS,
    *_RECOVERY,
    *_FIGURES,
    *_FRAUD,
    *_LOYALTY,
    *_REFERRALS,
    *_COMMUNITY,
)
