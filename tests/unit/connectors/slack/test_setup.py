"""What the settings say of Slack: all of an app, or none."""

import pytest

from aisle.settings import Settings, SettingsError
from commerce.clock import SystemClock
from commerce.database import Sessions
from connectors.channels.listed import open_channels
from connectors.channels.slack.addresses import NoSlackAddress, SlackAddress
from connectors.channels.slack.setup import slack_app_of

SECRETS = {"AISLE_SHOPPER_TOKEN_SECRET": "s" * 40, "AISLE_CONVERSATION_SECRET": "c" * 40}


def settings(**slack: str) -> Settings:
    return Settings(
        _env_file=None, **(SECRETS | {f"AISLE_SLACK_{name}": value for name, value in slack.items()})
    )


async def channels(given: Settings) -> set[str]:
    async with open_channels(given, Sessions(), SystemClock()) as opened:
        return set(opened)


async def test_without_settings_there_is_no_slack() -> None:
    assert slack_app_of(settings()) is None
    assert "slack" not in await channels(settings())


@pytest.mark.parametrize("way", [{"SIGNING_SECRET": "x"}, {"APP_TOKEN": "xapp-1"}])
async def test_a_token_and_one_way_to_be_told_are_an_app(way: dict[str, str]) -> None:
    given = settings(BOT_TOKEN="xoxb-1", TEAM="T1", **way)
    app = slack_app_of(given)
    assert app is not None
    assert (app.bot_token, app.team, app.api_url) == ("xoxb-1", "T1", "https://slack.com/api/")
    assert "slack" in await channels(given)


@pytest.mark.parametrize(
    ("half", "missing"),
    [
        ({"BOT_TOKEN": "xoxb-1"}, "AISLE_SLACK_SIGNING_SECRET"),
        ({"SIGNING_SECRET": "x"}, "AISLE_SLACK_BOT_TOKEN"),
        ({"APP_TOKEN": "xapp-1"}, "AISLE_SLACK_BOT_TOKEN"),
    ],
)
def test_half_an_app_is_refused_by_name(half: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        slack_app_of(settings(**half))


@pytest.mark.parametrize("text", ["T1:D1", "T1:C1:1700000000.000100:U1"])
def test_an_address_is_read_as_it_is_written(text: str) -> None:
    assert str(SlackAddress.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "T1", "T1:C1:U1", "T1:C1:1.1", "+14155550100", "T1:D1\n", "T1:D1:1.1:U1:x"]
)
def test_another_text_is_no_address(text: str) -> None:
    with pytest.raises(NoSlackAddress):
        SlackAddress.parse(text)
