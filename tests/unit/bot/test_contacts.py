"""E-mail addresses and phone numbers in the many ways they are written."""

import pytest

from bot.entities.contacts import emails, phones
from bot.entities.mention import without_overlaps


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("jane@example.com", "jane@example.com"),
        ("jane(at)example.com", "jane@example.com"),
        ("della.laye (at) example.com", "della.laye@example.com"),
        ("jane [at] example [dot] com", "jane@example.com"),
        ("jane{at}example.com", "jane@example.com"),
        ("jane(a)example.com", "jane@example.com"),
        ("jane (@) example.co.uk", "jane@example.co.uk"),
        ("jane_doe(at)exam-ple.co.uk", "jane_doe@exam-ple.co.uk"),
        ("it's jane (at) mail.example (dot) org thanks", "jane@mail.example.org"),
        ("jane @ example.com", "jane@example.com"),
        ("jane@ example.com", "jane@example.com"),
        ("jane @example.com", "jane@example.com"),
        ("jane@example .com", "jane@example.com"),
        ("jane @ example . co.uk", "jane@example.co.uk"),
        ("jane@example,com", "jane@example.com"),
        ("JANE@EXAMPLE.COM", "jane@example.com"),
        ("jane@exämple.de", "jane@exämple.de"),
        ("bestellung@müller-löschke.de", "bestellung@müller-löschke.de"),
        ("jänë@example.com", "jänë@example.com"),
        ("jane@xn--exmple-cua.de", "jane@xn--exmple-cua.de"),
        ("jane.doe+shop@sub.example.co.uk.", "jane.doe+shop@sub.example.co.uk"),
        ("jane at example dot com", "jane@example.com"),
        ("my email is jane AT gmail DOT com", "jane@gmail.com"),
        ("jane at example.de", "jane@example.de"),
        ("<jane@example.com>", "jane@example.com"),
    ],
)
def test_an_email(text: str, email: str) -> None:
    assert [mention.value for mention in without_overlaps(emails(text))] == [email]


@pytest.mark.parametrize(
    "text",
    [
        "look at example.com",
        "bought at example.com",
        "(at) noon",
        "meet me (at) 5.30",
        "2 @ 5.00",
        "@bot cancel",
    ],
)
def test_no_email(text: str) -> None:
    assert not list(emails(text))


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+44 07911 123456", "+447911123456"),
        ("+44 (0)7911 123456", "+447911123456"),
        ("0044 7911 123456", "+447911123456"),
        ("+49 (0)30 123456", "+4930123456"),
        ("+39 06 1234 5678", "+390612345678"),
        ("07911 123456", "07911123456"),
        ("+1 303 555 0134", "+13035550134"),
        ("(303) 555-0134", "3035550134"),
        ("303-555-0134 ext. 12", "3035550134;ext=12"),
        ("303-555-0134 ext 12", "3035550134;ext=12"),
        ("303-555-0134, extension 12", "3035550134;ext=12"),
        ("303-555-0134 x12", "3035550134;ext=12"),
        ("303.555.0134x7", "3035550134;ext=7"),
        ("+1 303 555 0134 #9", "+13035550134;ext=9"),
        ("call me on (303) 555-0134 extension 45", "3035550134;ext=45"),
        ("+44 20 7946 0958 extn 301 please", "+442079460958;ext=301"),
    ],
)
def test_a_phone(text: str, phone: str) -> None:
    assert [mention.value for mention in without_overlaps(phones(text))] == [phone]
