"""What a failed turn tells: its kind, and whether it may succeed later."""

import aiohttp
import pytest
import sqlalchemy.exc
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import ClientResponseError

from bot.event_log import ConversationMovedOn
from bot.failures import TurnFailed, action_failed, described, is_away


def raised(cause: Exception) -> Exception:
    """As Rasa raises what a call of the action server ended in."""
    try:
        try:
            raise cause
        except Exception as error:
            raise RasaException("Failed to execute custom action") from error
    except RasaException as failure:
        return failure


def answered(status: int, body: bytes) -> TurnFailed:
    return action_failed("action_x", raised(ClientResponseError(status, "Internal Server Error", body)))


def test_an_error_that_the_action_server_names_is_told() -> None:
    failure = answered(500, b'{"error": "KeyError"}')
    assert (str(failure), failure.may_pass) == ("action action_x could not be run: KeyError", False)


@pytest.mark.parametrize("body", [b'{"error": "jane@example.com"}', b"<html>", b"[1]", b'{"error": 1}'])
def test_anything_else_it_says_is_not(body: bytes) -> None:
    assert str(answered(500, body)) == "action action_x could not be run: HTTP 500"


def test_a_database_that_is_away_may_pass() -> None:
    assert answered(503, b'{"error": "OperationalError"}').may_pass


def test_an_action_server_that_is_away_may_pass() -> None:
    assert action_failed("action_x", raised(aiohttp.ClientConnectionError())).may_pass
    assert action_failed("action_x", TimeoutError()).may_pass


def test_a_mistake_of_our_own_does_not_pass() -> None:
    failure = action_failed("action_x", KeyError("A100234"))
    assert (str(failure), failure.may_pass) == ("action action_x could not be run: KeyError", False)


def test_a_tracker_database_that_is_away_and_a_conversation_that_moved_on_pass() -> None:
    assert is_away(sqlalchemy.exc.OperationalError("SELECT", {}, Exception()))
    assert is_away(ConversationMovedOn("c"))
    assert not is_away(ValueError())


def test_the_description_quotes_nothing() -> None:
    assert "jane" not in described(raised(ValueError("jane@example.com")))
