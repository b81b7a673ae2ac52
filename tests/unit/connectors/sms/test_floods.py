"""How much of what one number texts is answered, kept, and passed over."""

from collections import Counter

from connectors.channels.phone.limits import Floods, Pace

ADA, BOB = "+14155550100", "+14155550101"


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_answered_then_kept_then_passed_over() -> None:
    floods = Floods(per_minute=6, burst=3, now=Time())
    assert [floods.pace(ADA) for _ in range(34)] == (
        [Pace.ANSWERED] * 3 + [Pace.KEPT] * 30 + [Pace.PASSED_OVER]
    )
    assert floods.pace(BOB) is Pace.ANSWERED


def test_who_goes_on_is_answered_as_often_as_anybody() -> None:
    time = Time()
    floods = Floods(per_minute=6, burst=3, now=time)
    paces: Counter[Pace] = Counter()
    for _ in range(600):  # two a second for five minutes
        paces[floods.pace(ADA)] += 1
        time.now += 0.5
    assert 32 <= paces[Pace.ANSWERED] <= 33
    assert 320 <= paces[Pace.KEPT] <= 330
    time.now += 60
    assert floods.pace(ADA) is Pace.ANSWERED


def test_each_notice_is_given_once_a_minute() -> None:
    time = Time()
    floods = Floods(per_minute=6, burst=3, now=time)
    assert floods.may_be_told(ADA, Pace.KEPT)
    assert not floods.may_be_told(ADA, Pace.KEPT)
    assert floods.may_be_told(ADA, "stop")
    assert floods.may_be_told(BOB, Pace.KEPT)
    time.now += 60
    assert floods.may_be_told(ADA, Pace.KEPT)
