"""The models of buying again: published values, what a simulation tells, and what they refuse."""

import numpy as np
import pytest

from commerce.segments.order_value import OrderValue, fit_values
from commerce.segments.repeat_buying import NotFitted, Purchases, RepeatBuying, fit

# What Fader, Hardie and Lee (2005) found for the CDNOW customers, in weeks.
CDNOW = RepeatBuying(r=0.243, alpha=4.414, a=0.793, b=2.426)


def purchases(*rows: tuple[float, float, float]) -> Purchases:
    return Purchases(*(np.array(each, dtype=float) for each in zip(*rows, strict=True)))


def test_the_published_customer_is_expected_to_buy_as_often_as_published() -> None:
    seen = purchases((2, 30.43, 38.86))
    assert CDNOW.expected(seen, 39) == pytest.approx([1.226], abs=0.002)


def test_a_first_purchase_alone_says_nobody_is_gone_and_that_they_buy_ever_less() -> None:
    seen = purchases((0, 0, 4), (0, 0, 40), (0, 0, 400))
    assert list(CDNOW.alive(seen)) == [1, 1, 1]
    chances = CDNOW.buys_within(seen, 13)
    assert chances[0] > chances[1] > chances[2] > 0


def test_whoever_bought_often_and_stopped_is_rather_gone_than_whoever_bought_seldom() -> None:
    often, seldom, just_now = CDNOW.alive(purchases((20, 10, 39), (1, 10, 39), (20, 38.5, 39)))
    assert often < 0.01 < seldom < just_now


def simulated(
    model: RepeatBuying, customers: int, age: float, ahead: float = 0
) -> tuple[Purchases, np.ndarray]:
    """Customers who buy as the model says, and how often they do in the time ahead."""
    dice = np.random.default_rng(5)
    rows, later = [], []
    for _ in range(customers):
        rate, leaves = dice.gamma(model.r, 1 / model.alpha), dice.beta(model.a, model.b)
        at = last = 0.0
        count = after = 0
        while (at := at + dice.exponential(1 / rate)) <= age + ahead:
            if at <= age:
                count, last = count + 1, at
            else:
                after += 1
            if dice.random() < leaves:
                break
        rows.append((count, last, age))
        later.append(after)
    return purchases(*rows), np.array(later)


def test_what_made_the_purchases_is_found_again_and_tells_those_to_come() -> None:
    truth = RepeatBuying(r=0.6, alpha=6.0, a=0.8, b=2.5)
    seen, later = simulated(truth, 6_000, 60, 26)
    found = fit(seen)
    assert found.log_likelihood(seen) >= truth.log_likelihood(seen)
    assert (found.r, found.alpha) == pytest.approx((0.6, 6.0), rel=0.15)
    assert found.expected(seen, 26).sum() == pytest.approx(later.sum(), rel=0.06)
    assert found.buys_within(seen, 26).sum() == pytest.approx((later > 0).sum(), rel=0.06)


def test_the_sample_may_be_in_any_rhythm() -> None:
    seen, _ = simulated(RepeatBuying(0.6, 6.0, 0.8, 2.5), 3_000, 60)
    weeks, days = fit(seen), fit(Purchases(seen.repeats, seen.last * 7, seen.age * 7))
    assert days.alpha == pytest.approx(weeks.alpha * 7, rel=0.02)
    assert days.expected(Purchases(seen.repeats, seen.last * 7, seen.age * 7), 70) == pytest.approx(
        weeks.expected(seen, 10), rel=0.02
    )


def test_too_little_tells_nothing() -> None:
    with pytest.raises(NotFitted):
        fit(purchases(*[(0, 0, 10)] * 500))
    with pytest.raises(NotFitted):
        fit_values(np.array([1.0]), np.array([20.0]))


def test_values_are_drawn_to_everybodys_the_less_is_known() -> None:
    dice = np.random.default_rng(7)
    repeats = dice.integers(1, 8, 4_000).astype(float)
    scale = dice.gamma(4.0, 1 / 15.0, 4_000)
    mean = dice.gamma(6.0 * repeats, 1 / (repeats * scale))
    found = fit_values(repeats, mean)
    assert (found.p, found.q) == pytest.approx((6.0, 4.0), rel=0.15)
    few, many, none = found.expected(np.array([1.0, 50.0, 0.0]), np.array([200.0, 200.0, 0.0]))
    assert none < few < many < 200
    assert many == pytest.approx(200, rel=0.05)


def test_the_published_values_model_gives_the_published_mean() -> None:
    everybody = OrderValue(p=6.25, q=3.74, v=15.44).expected(np.array([0.0]), np.array([0.0]))
    assert everybody == pytest.approx([35.2], abs=0.1)
