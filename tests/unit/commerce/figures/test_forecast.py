"""The forecast follows what it can know and tells its error; days out of line are those that are."""

from random import Random

import pytest

from commerce.figures.forecast import forecast, holt_winters, out_of_line, same_weekdays, weekly_error

WEEKDAYS = [100.0, 110.0, 90.0, 120.0, 180.0, 240.0, 60.0]


def a_year(*, growth: float = 0.0, noise: float = 0.0, seed: int = 1) -> list[float]:
    dice = Random(seed)
    return [WEEKDAYS[at % 7] * (1 + growth * at) * (1 + dice.gauss(0, noise)) for at in range(364)]


def test_a_steady_week_goes_on_without_error() -> None:
    found = forecast(a_year())
    assert found is not None
    assert found.weeks == pytest.approx([900.0] * 4)
    assert found.error == pytest.approx(0, abs=1e-9)


def test_growth_is_followed_by_the_way_that_can() -> None:
    daily = a_year(growth=0.01)
    found = forecast(daily)
    assert found is not None
    assert found.method == "Holt-Winters"
    true = [
        sum(WEEKDAYS[at % 7] * (1 + 0.01 * at) for at in range(364 + 7 * n, 371 + 7 * n)) for n in range(4)
    ]
    assert found.weeks == pytest.approx(true, rel=0.05)


def test_the_error_is_that_of_a_forecast_made_without_the_last_weeks() -> None:
    daily = a_year(noise=0.2)
    found = forecast(daily)
    assert found is not None
    way = {"same weekdays": same_weekdays, "Holt-Winters": holt_winters}[found.method]
    assert found.error == pytest.approx(weekly_error(way(daily[:-28], 28), daily[-28:]))
    assert 0 < found.error < 0.2


@pytest.mark.parametrize("daily", [[], [5.0] * 111, [0.0] * 200, [9.0] * 150 + [0.0] * 28])
def test_too_little_to_tell_is_no_forecast(daily: list[float]) -> None:
    assert forecast(daily) is None


def test_nothing_is_forecast_below_zero() -> None:
    daily = [max(0.0, 300.0 - each) for each in range(280)]
    assert min(holt_winters(daily, 28)) >= 0


def test_a_day_far_from_its_weekday_is_out_of_line_and_a_busy_weekday_is_not() -> None:
    daily = a_year(noise=0.05)
    daily[-3] *= 3
    daily[-10] *= 0.1
    assert [at for at, _ in out_of_line(daily, 28)] == [354, 361]
    assert out_of_line(daily, 2) == []


@pytest.mark.parametrize("seed", range(5))
def test_ordinary_noise_is_seldom_out_of_line(seed: int) -> None:
    assert len(out_of_line(a_year(noise=0.15, seed=seed), 28)) <= 2


def test_a_day_without_weeks_before_it_is_not_judged() -> None:
    assert out_of_line([1.0] * 30 + [500.0], 28) == []
