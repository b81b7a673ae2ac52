"""Codes that friends type, and who is one person."""

import pytest

from commerce.referrals.claiming import is_same_person, mailbox
from commerce.referrals.codes import code_in
from commerce.referrals.policy import ReferralPolicy
from tests.factories import a_customer


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("my friend gave me FRIEND-7K2MQX", "FRIEND-7K2MQX"),
        ("friend-7k2mqx", "FRIEND-7K2MQX"),
        ("use FRIEND 7K2MQX please", "FRIEND-7K2MQX"),
        ("friend7k2mqx!", "FRIEND-7K2MQX"),
        ("FRIEND-ABCDEF", "FRIEND-ABCDEF"),
        ("https://store.example/invite/FRIEND-7K2MQX", "FRIEND-7K2MQX"),
        ("can a friend return my order", None),
        ("my friend should get 100001", None),
        ("a friend-like shop", None),
        ("FRIEND-7K2MQ", None),
        ("GC-7K2M-QX9A-4TBD", None),
    ],
)
def test_a_code_is_found_however_it_is_typed(text: str, code: str | None) -> None:
    assert code_in(text) == code


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("ada.moss@gmail.com", "AdaMoss+shop@googlemail.com", True),
        ("ada+1@example.com", "ada@example.com", True),
        ("ada.moss@example.com", "adamoss@example.com", False),
        ("ada@example.com", "ada@example.org", False),
    ],
)
def test_one_mailbox_is_one_person(one: str, other: str, is_same: bool) -> None:
    assert (mailbox(one) == mailbox(other)) is is_same
    assert is_same_person(a_customer(email=one), a_customer(email=other)) is is_same


def test_one_number_is_one_person_and_none_is_nobodys() -> None:
    number = "+13035550142"
    assert is_same_person(a_customer(phone=number), a_customer(phone=number))
    assert not is_same_person(a_customer(), a_customer())


@pytest.mark.parametrize(
    ("kind", "amount", "words"),
    [("points", 1, "1 point"), ("points", 1500, "1,500 points"), ("credit", 500, "$5.00 in store credit")],
)
def test_a_reward_is_worded(kind: str, amount: int, words: str) -> None:
    policy = ReferralPolicy.model_validate(
        {"kind": kind, "referrer": 1, "friend": 1, "currency": "USD", "within_days": 9, "most_each_year": 9}
    )
    assert policy.words(amount) == words
