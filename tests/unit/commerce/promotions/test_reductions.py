"""What each kind of promotion takes off, and which of them are best together."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from commerce.promotions.combining import Candidate, best_combination
from commerce.promotions.conditions import Buyer, Failure, refusal
from commerce.promotions.models import Promotion, PromotionKind
from commerce.promotions.reductions import Basket, BasketLine, Left, check_rule, reduction
from tests.factories import NOON, FixedClock

KIND = PromotionKind
JANUARY = NOON.date().replace(1980, 1)
THREE_FOR_TWO = {"kind": KIND.BUY_X_GET_Y, "percent_off": None, "rule": {"buy": 2, "get": 1}}


def a_promotion(kind: PromotionKind = KIND.PERCENTAGE, **fields: Any) -> Promotion:
    given = {"percent_off": 10} if kind is KIND.PERCENTAGE else {}
    if kind is KIND.AMOUNT:
        given = {"amount_off_minor": 500, "currency": "USD"}
    defaults = {
        "code": "CODE", "description": "", "rule": {}, "scope": {}, "audience": {}, "minimum_minor": 0,
        "starts_at": NOON - timedelta(days=1), "ends_at": None, "is_combinable": False, "priority": 0,
    }  # fmt: skip
    return Promotion(kind=kind, **(defaults | given | fields))


def a_basket(*lines: tuple[str, int, int], delivery: int = 499, category: str = "home") -> Basket:
    return Basket(
        tuple(BasketLine(product, product, category, price, count) for product, price, count in lines),
        delivery,
        "USD",
    )


def off(promotion: Promotion, basket: Basket) -> tuple[int, ...]:
    return reduction(promotion, basket, Left.of(basket)).lines


def test_a_percentage_is_spread_so_that_it_adds_up() -> None:
    parts = off(a_promotion(percent_off=33), a_basket(("a", 100, 1), ("b", 100, 1), ("c", 101, 1)))
    assert sum(parts) == 99
    assert max(parts) - min(parts) <= 2


def test_an_amount_takes_no_more_than_there_is() -> None:
    assert sum(off(a_promotion(KIND.AMOUNT), a_basket(("a", 300, 1)))) == 300


def test_an_amount_of_another_currency_takes_nothing() -> None:
    assert off(a_promotion(KIND.AMOUNT, currency="EUR"), a_basket(("a", 3000, 1))) == (0,)


def test_free_delivery() -> None:
    basket = a_basket(("a", 1000, 1))
    assert reduction(a_promotion(KIND.FREE_DELIVERY), basket, Left.of(basket)).delivery_minor == 499


@pytest.mark.parametrize(("count", "free"), [(1, 0), (2, 0), (3, 1), (5, 1), (6, 2)])
def test_buy_two_get_one(count: int, free: int) -> None:
    promotion = a_promotion(KIND.BUY_X_GET_Y, rule={"buy": 2, "get": 1})
    assert off(promotion, a_basket(("a", 700, count))) == (700 * free,)


def test_the_cheapest_is_free() -> None:
    promotion = a_promotion(KIND.BUY_X_GET_Y, rule={"buy": 1, "get": 1})
    assert off(promotion, a_basket(("dear", 900, 1), ("cheap", 100, 1))) == (0, 100)


def test_a_bundle_counts_whole_sets() -> None:
    promotion = a_promotion(KIND.BUNDLE, rule={"products": ["a", "b"], "percent_off": 50})
    assert off(promotion, a_basket(("a", 1000, 3), ("b", 400, 1))) == (500, 200)
    assert off(promotion, a_basket(("a", 1000, 3))) == (0,)


def test_volume_steps_count_a_products_variants_together() -> None:
    steps = [{"from_quantity": 3, "percent_off": 10}, {"from_quantity": 5, "percent_off": 20}]
    promotion = a_promotion(KIND.VOLUME, rule={"steps": steps})
    lines = (BasketLine("x-1", "x", None, 100, 2), BasketLine("x-2", "x", None, 100, 3))
    assert off(promotion, Basket(lines, 0, "USD")) == (40, 60)
    assert off(promotion, a_basket(("x", 100, 2))) == (0,)


def test_only_goods_of_its_scope() -> None:
    promotion = a_promotion(percent_off=50, scope={"products": ["b"]})
    assert off(promotion, a_basket(("a", 100, 1), ("b", 100, 1))) == (0, 50)


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (KIND.BUNDLE, {}),
        (KIND.BUY_X_GET_Y, {"buy": 0, "get": 1}),
        (KIND.PERCENTAGE, {"x": 1}),
        (KIND.VOLUME, {"steps": []}),
    ],
)
def test_a_rule_of_another_shape_is_refused(kind: PromotionKind, rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        check_rule(kind, rule)


def test_what_stands_alone_is_weighed_against_all_that_go_together() -> None:
    basket = a_basket(("a", 10_000, 1))
    alone = Candidate(a_promotion(code="ALONE", percent_off=25), "ALONE")
    ten = Candidate(a_promotion(code="TEN", percent_off=10, is_combinable=True), "TEN")
    five = Candidate(a_promotion(KIND.AMOUNT, code="FIVE", is_combinable=True), "FIVE")
    both = best_combination([ten, five], basket)
    assert {each.typed for each in both.applied} == {"TEN", "FIVE"}
    best = best_combination([ten, five, alone], basket)
    assert [each.typed for each in best.applied] == ["ALONE"]
    assert best.refused["TEN"].failure is Failure.NOT_COMBINED
    assert best.refused["TEN"].other == "ALONE"


@pytest.mark.parametrize(
    ("fields", "buyer", "failure"),
    [
        ({"starts_at": NOON + timedelta(days=1)}, Buyer(), Failure.TO_COME),
        ({"ends_at": NOON}, Buyer(), Failure.ENDED),
        ({"minimum_minor": 5000}, Buyer(), Failure.MINIMUM),
        ({"scope": {"categories": ["garden"]}}, Buyer(), Failure.OTHER_GOODS),
        ({"audience": {"first_order": True}}, Buyer("c", has_ordered=True), Failure.FIRST_ORDER),
        ({"audience": {"customers": ["d"]}}, Buyer("c"), Failure.NOT_YOURS),
        ({"audience": {"customers": ["d"]}}, Buyer(), Failure.SIGN_IN),
        ({"audience": {"birthday": True}}, Buyer("c"), Failure.BIRTHDAY),
        ({"audience": {"birthday": True}}, Buyer("c", birthday=JANUARY), Failure.BIRTHDAY),
        ({"most_uses_each": 1}, Buyer("c", uses={"CODE": 1}), Failure.USED),
        ({"most_uses": 0}, Buyer(), Failure.USED_UP),
        (THREE_FOR_TWO, Buyer(), Failure.MORE_PIECES),
    ],
)  # fmt: skip
def test_why_a_promotion_takes_nothing_off(fields: dict[str, Any], buyer: Buyer, failure: Failure) -> None:
    promotion = a_promotion(**({"kind": KIND.PERCENTAGE} | fields))
    why = refusal(promotion, buyer, a_basket(("a", 2000, 1)), clock=FixedClock())
    assert why is not None
    assert why.failure is failure


def test_a_birthday_counts_for_a_week_around_it_and_over_the_new_year() -> None:
    promotion = a_promotion(audience={"birthday": True})
    buyer = Buyer("c", birthday=NOON.date().replace(1990, 1, 2))
    basket = a_basket(("a", 2000, 1))
    clock = FixedClock(NOON.replace(month=12, day=28))
    assert refusal(promotion, buyer, basket, clock=clock) is None


@pytest.mark.parametrize(("day", "is_taken"), [(20, False), (21, True)])
def test_a_leap_day_is_kept_on_the_28th_as_it_is_everywhere(day: int, is_taken: bool) -> None:
    promotion = a_promotion(audience={"birthday": True})
    buyer = Buyer("c", birthday=NOON.date().replace(1992, 2, 29))
    clock = FixedClock(NOON.replace(year=2027, month=2, day=day))
    why = refusal(promotion, buyer, a_basket(("a", 2000, 1)), clock=clock)
    assert (why is None) is is_taken


def test_the_minimum_tells_what_is_missing() -> None:
    why = refusal(a_promotion(minimum_minor=5000), Buyer(), a_basket(("a", 2000, 1)), clock=FixedClock())
    assert why is not None
    assert (str(why.minimum), str(why.missing)) == ("$50.00", "$30.00")


_PERCENT = st.integers(1, 100)
_PROMOTIONS = st.one_of(
    st.builds(lambda p: a_promotion(percent_off=p), st.integers(1, 100)),
    st.builds(lambda a: a_promotion(KIND.AMOUNT, amount_off_minor=a), st.integers(1, 20_000)),
    st.just(a_promotion(KIND.FREE_DELIVERY)),
    st.builds(
        lambda b, g, p: a_promotion(KIND.BUY_X_GET_Y, rule={"buy": b, "get": g, "percent_off": p}),
        st.integers(1, 3), st.integers(1, 2), st.integers(1, 100),
    ),
    st.builds(lambda p: a_promotion(KIND.BUNDLE, rule={"products": ["a", "b"], "percent_off": p}), _PERCENT),
    st.builds(
        lambda p: a_promotion(KIND.VOLUME, rule={"steps": [{"from_quantity": 2, "percent_off": p}]}),
        st.integers(1, 100),
    ),
)  # fmt: skip
_LINES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 9_999), st.integers(1, 9)), min_size=1, max_size=4
)


@given(promotions=st.lists(_PROMOTIONS, max_size=4), lines=_LINES, together=st.booleans())
def test_nothing_is_ever_paid_out(promotions: list[Promotion], lines: list[Any], together: bool) -> None:
    """No combination takes more off a line or the delivery than it costs, and each part is whole."""
    basket = a_basket(*lines)
    candidates = []
    for number, each in enumerate(promotions):
        fields = {c.key: getattr(each, c.key) for c in Promotion.__table__.columns}
        fields |= {"code": f"C{number}", "is_combinable": together, "priority": number % 2}
        candidates.append(Candidate(Promotion(**fields), f"C{number}"))
    found = best_combination(candidates, basket)
    for place, line in enumerate(basket.lines):
        assert 0 <= found.of_line(place) <= line.unit_minor * line.quantity
    assert 0 <= found.off_delivery_minor <= basket.delivery_minor
    singles = [reduction(each.promotion, basket, Left.of(basket)).amount_minor for each in candidates]
    assert found.amount_minor >= max(singles, default=0)
