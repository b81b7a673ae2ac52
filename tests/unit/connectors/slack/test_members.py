"""Whose e-mail address the trusted workspace vouches for."""

from typing import Any

import pytest

from connectors.channels.slack.members import vouched_email

ADA = {
    "id": "U1", "team_id": "T1", "deleted": False, "is_bot": False, "is_restricted": False,
    "is_ultra_restricted": False, "is_email_confirmed": True, "profile": {"email": "ada@example.com"},
}  # fmt: skip


def test_a_members_address_is_vouched_for() -> None:
    assert vouched_email(ADA, "T1") == "ada@example.com"


def test_a_workspace_that_does_not_say_whether_it_checked_is_believed() -> None:
    unsaid = {name: value for name, value in ADA.items() if name != "is_email_confirmed"}
    assert vouched_email(unsaid, "T1") == "ada@example.com"


@pytest.mark.parametrize(
    "differs",
    [
        {"team_id": "T2"},
        {"team_id": None},
        {"is_bot": True},
        {"deleted": True},
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"is_invited_user": True},
        {"is_email_confirmed": False},
        {"is_email_confirmed": None},
        {"profile": {"real_name": "Ada"}},
        {"profile": {"email": ""}},
        {"profile": None},
    ],
    ids=str,
)
def test_nobody_else_s_is(differs: dict[str, Any]) -> None:
    assert vouched_email(ADA | differs, "T1") is None


def test_no_workspace_is_trusted_by_leaving_it_out() -> None:
    assert vouched_email(ADA | {"team_id": None}, None) is None
    assert vouched_email({}, None) is None
