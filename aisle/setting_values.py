"""What a setting may be: the words that some have, addresses, time zones, and secrets that can be guessed."""

from enum import StrEnum
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, SecretStr

DEVELOPMENT_SECRET_PREFIX = "dev-"  # noqa: S105  a mark, not a secret
SHORTEST_SECRET = 32
FEWEST_CHARACTERS = 10  # different ones in a secret; sixteen random hex digits have as many


class Environment(StrEnum):
    """What it runs for: somebody's work on it, or real shoppers."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Locale(StrEnum):
    """Whose English the store writes; `data/spellings.yml` has what differs from the first."""

    UNITED_STATES = "en-US"
    AUSTRALIA = "en-AU"
    CANADA = "en-CA"
    UNITED_KINGDOM = "en-GB"


class ThreadWords(StrEnum):
    """What an agent's words in a case's thread are."""

    REPLIES = "replies"  # to the shopper
    NOTES = "notes"  # in any case; replies go by the button


def _postgres_url(value: SecretStr) -> SecretStr:
    scheme, separator, rest = value.get_secret_value().partition("://")
    if scheme not in {"postgresql", "postgres"} or not separator:
        raise ValueError("must start with postgresql://")
    return SecretStr(f"postgresql://{rest}")


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must name a time zone, such as America/New_York")
    return value


Port = Annotated[int, Field(ge=1, le=65535)]
PostgresUrl = Annotated[SecretStr, AfterValidator(_postgres_url)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]


def weakness_of(secret: SecretStr) -> str | None:
    """What makes `secret` unfit for production; None when nothing does."""
    value = secret.get_secret_value()
    if value.startswith(DEVELOPMENT_SECRET_PREFIX):
        return "is a development secret; set one of your own in production"
    if len(value) < SHORTEST_SECRET:
        return f"is too short; production needs at least {SHORTEST_SECRET} characters"
    if len(set(value)) < FEWEST_CHARACTERS:
        return f"repeats itself; production needs at least {FEWEST_CHARACTERS} different characters"
    return None
