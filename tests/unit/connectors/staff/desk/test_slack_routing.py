"""Which channel a case is worked in."""

from types import SimpleNamespace
from typing import Any

import pytest

from commerce.support.models import Escalation
from connectors.staff.desk.slack.routing import Routing

RULES = (
    "tier:gold=C0VIP, language:es=C0SPANISH, channel:sms=C0TEXTS, "
    "topic:return_items=C0RETURNS, reason:upset=C0LEADS, C0SUPPORT"
)


def a_briefing(**facts: Any) -> Any:
    given = {
        "topics": [],
        "tier": "Silver",
        "channel": "web",
        "language": None,
        "reason": Escalation.ASKED,
    } | facts
    return SimpleNamespace(
        topics=given["topics"],
        tier=given["tier"],
        conversation=SimpleNamespace(channel=given["channel"], language=given["language"]),
        handoff=SimpleNamespace(escalation=given["reason"]),
    )


@pytest.mark.parametrize(
    ("facts", "channel"),
    [
        ({}, "C0SUPPORT"),
        ({"tier": "Gold"}, "C0VIP"),
        ({"language": "es"}, "C0SPANISH"),
        ({"language": "es", "tier": "Gold"}, "C0VIP"),
        ({"language": "fr"}, "C0SUPPORT"),
        ({"tier": "Gold", "channel": "sms"}, "C0VIP"),
        ({"channel": "sms"}, "C0TEXTS"),
        ({"topics": ["return_items", "check_points"]}, "C0RETURNS"),
        ({"topics": ["check_points", "return_items"]}, "C0SUPPORT"),
        ({"reason": Escalation.UPSET}, "C0LEADS"),
    ],
)
def test_the_first_rule_that_fits_decides(facts: dict[str, Any], channel: str) -> None:
    assert Routing.parse(RULES).channel_of(a_briefing(**facts)) == channel


def test_every_channel_is_the_desks() -> None:
    assert Routing.parse(RULES).channels == {
        "C0VIP",
        "C0SPANISH",
        "C0TEXTS",
        "C0RETURNS",
        "C0LEADS",
        "C0SUPPORT",
    }


@pytest.mark.parametrize(
    "written",
    [
        "support",
        "tier:gold=C0VIP",
        "C0A, tier:gold=C0VIP",
        "gold=C0VIP, C0A",
        "tier:=C0VIP, C0A",
        "mood:x=C0V, C0A",
    ],
)
def test_what_is_no_rule_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"channel|colon"):
        Routing.parse(written)
