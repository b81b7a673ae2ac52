"""Every setting of Aisle: the only place in `.venv` that reads the environment."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from aisle.embedded import (
    STORE_DATABASE,
    STORE_ROLE,
    TRACKER_DATABASE,
    TRACKER_ROLE,
    embedded_url,
    secrets_path,
)
from aisle.setting_values import Environment, Locale, Port, PostgresUrl, ThreadWords, TimeZone, weakness_of

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one line that names it."""


class Settings(BaseSettings):
    """The settings, each with its default. See docs/architecture.md for what each one means."""

    model_config = SettingsConfigDict(
        frozen=True, env_ignore_empty=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True
    )

    env: Environment = Field(Environment.DEVELOPMENT, validation_alias="AISLE_ENV")
    host: str = Field("127.0.0.1", validation_alias="AISLE_HOST")
    port: Port = Field(8080, validation_alias="AISLE_PORT")
    configured_public_url: str = Field("", validation_alias="AISLE_PUBLIC_URL")
    actions_port: Port = Field(5055, validation_alias="AISLE_ACTIONS_PORT")
    dialogue_port: Port = Field(5005, validation_alias="AISLE_DIALOGUE_PORT")
    metrics_port: int = Field(0, ge=0, le=65535, validation_alias="AISLE_METRICS_PORT")
    traces_url: str = Field("", validation_alias="AISLE_TRACES_URL")
    dialogue_servers: int = Field(1, ge=1, le=64, validation_alias="AISLE_DIALOGUE_SERVERS")
    configured_database_url: PostgresUrl | None = Field(None, validation_alias="DATABASE_URL")
    configured_tracker_database_url: PostgresUrl | None = Field(None, validation_alias="TRACKER_DATABASE_URL")
    shopper_token_secret: SecretStr = Field(validation_alias="AISLE_SHOPPER_TOKEN_SECRET")
    conversation_secret: SecretStr = Field(validation_alias="AISLE_CONVERSATION_SECRET")
    configured_internal_secret: SecretStr | None = Field(None, validation_alias="AISLE_INTERNAL_SECRET")
    configured_allowed_origins: str = Field("", validation_alias="AISLE_ALLOWED_ORIGINS")
    trusted_proxies: int = Field(0, ge=0, validation_alias="AISLE_TRUSTED_PROXIES")
    messages_per_minute: int = Field(60, ge=1, validation_alias="AISLE_MESSAGES_PER_MINUTE")
    address_messages_per_minute: int = Field(600, ge=1, validation_alias="AISLE_ADDRESS_MESSAGES_PER_MINUTE")
    smtp_host: str = Field("", validation_alias="AISLE_SMTP_HOST")
    smtp_port: Port = Field(587, validation_alias="AISLE_SMTP_PORT")
    smtp_user: str = Field("", validation_alias="AISLE_SMTP_USER")
    smtp_password: SecretStr = Field(SecretStr(""), validation_alias="AISLE_SMTP_PASSWORD")
    mail_from: str = Field("store@example.com", validation_alias="AISLE_MAIL_FROM")
    slack_bot_token: SecretStr = Field(SecretStr(""), validation_alias="AISLE_SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr = Field(SecretStr(""), validation_alias="AISLE_SLACK_SIGNING_SECRET")
    slack_app_token: SecretStr = Field(SecretStr(""), validation_alias="AISLE_SLACK_APP_TOKEN")
    slack_team: str = Field("", validation_alias="AISLE_SLACK_TEAM")
    slack_api_url: str = Field("https://slack.com/api/", validation_alias="AISLE_SLACK_API_URL")
    slack_desk_channels: str = Field("", validation_alias="AISLE_SLACK_DESK_CHANNELS")
    slack_desk_threads: ThreadWords = Field(ThreadWords.REPLIES, validation_alias="AISLE_SLACK_DESK_THREADS")
    twilio_account_sid: str = Field("", validation_alias="AISLE_TWILIO_ACCOUNT_SID")
    twilio_auth_token: SecretStr = Field(SecretStr(""), validation_alias="AISLE_TWILIO_AUTH_TOKEN")
    twilio_shared_key: SecretStr = Field(SecretStr(""), validation_alias="AISLE_TWILIO_SHARED_KEY")
    twilio_number: str = Field("", validation_alias="AISLE_TWILIO_NUMBER")
    twilio_api_url: str = Field("https://api.twilio.com", validation_alias="AISLE_TWILIO_API_URL")
    stripe_secret_key: SecretStr = Field(SecretStr(""), validation_alias="AISLE_STRIPE_SECRET_KEY")
    stripe_webhook_secret: SecretStr = Field(SecretStr(""), validation_alias="AISLE_STRIPE_WEBHOOK_SECRET")
    stripe_api_url: str = Field("https://api.stripe.com", validation_alias="AISLE_STRIPE_API_URL")
    events_key: SecretStr = Field(SecretStr(""), validation_alias="AISLE_EVENTS_KEY")
    store_name: str = Field("Aisle Demo Store", validation_alias="AISLE_STORE_NAME")
    keep_conversations_days: int = Field(365, ge=1, validation_alias="AISLE_KEEP_CONVERSATIONS_DAYS")
    keep_understandings_days: int = Field(180, ge=1, validation_alias="AISLE_KEEP_UNDERSTANDINGS_DAYS")
    backup_dir: str = Field("", validation_alias="AISLE_BACKUP_DIR")
    backup_recipient: str = Field("", validation_alias="AISLE_BACKUP_RECIPIENT")
    backups_kept: int = Field(14, ge=1, validation_alias="AISLE_BACKUPS_KEPT")
    desk_hours: str = Field("", validation_alias="AISLE_DESK_HOURS")
    desk_holidays: str = Field("", validation_alias="AISLE_DESK_HOLIDAYS")
    desk_targets: str = Field("", validation_alias="AISLE_DESK_TARGETS")
    configured_human_topics: str = Field("report_unknown_charge", validation_alias="AISLE_HUMAN_TOPICS")
    desk_capacity: int = Field(10, ge=0, validation_alias="AISLE_DESK_CAPACITY")
    desk_undo_s: int = Field(5, ge=0, le=300, validation_alias="AISLE_DESK_UNDO_S")
    reopen_minutes: int = Field(0, ge=0, validation_alias="AISLE_REOPEN_MINUTES")
    time_zone: TimeZone = Field("America/New_York", validation_alias="AISLE_TIME_ZONE")
    locale: Locale = Field(Locale.UNITED_STATES, validation_alias="AISLE_LOCALE")
    var_dir: Path = Field(Path("var"), validation_alias="AISLE_VAR_DIR")

    @model_validator(mode="after")
    def _refuse_development_secrets_in_production(self) -> "Settings":
        if self.is_production:
            secrets = {
                "AISLE_SHOPPER_TOKEN_SECRET": self.shopper_token_secret,
                "AISLE_CONVERSATION_SECRET": self.conversation_secret,
            }
            if self.configured_internal_secret is not None:
                secrets["AISLE_INTERNAL_SECRET"] = self.configured_internal_secret
            weak = {name: weakness for name, secret in secrets.items() if (weakness := weakness_of(secret))}
            if weak:
                raise ValueError("; ".join(f"{name} {weakness}" for name, weakness in weak.items()))
            if len({secret.get_secret_value() for secret in secrets.values()}) < len(secrets):
                raise ValueError(f"{' and '.join(secrets)} must differ: who knows one would know the other")
        return self

    @property
    def is_production(self) -> bool:
        return self.env is Environment.PRODUCTION

    @property
    def var_path(self) -> Path:
        """The absolute path of everything that is generated."""
        return (ROOT / self.var_dir).resolve()

    @property
    def backup_path(self) -> Path:
        """Where backups are written."""
        return (ROOT / self.backup_dir).resolve() if self.backup_dir else self.var_path / "backups"

    @property
    def backup_identity_path(self) -> Path:
        """What opens the backups, unless AISLE_BACKUP_RECIPIENT is somebody else."""
        return self.var_path / "backup-identity"

    @property
    def internal_secret(self) -> SecretStr:
        """What the gateway, the dialogue servers and the action server know each other by.

        Raises SettingsError before the set-up has made one.
        """
        if self.configured_internal_secret is None:
            raise SettingsError("AISLE_INTERNAL_SECRET is missing: run `make setup`")
        return self.configured_internal_secret

    @property
    def public_url(self) -> str:
        """Where shoppers reach the gateway, without a slash at the end: what links to it begin with."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.configured_public_url.rstrip("/") or f"http://{host}:{self.port}"

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The sites whose pages may show the widget, besides the gateway's own."""
        return tuple(each.strip() for each in self.configured_allowed_origins.split(",") if each.strip())

    @property
    def human_topics(self) -> frozenset[str]:
        """What is passed on to people whenever it is asked for."""
        return frozenset(each.strip() for each in self.configured_human_topics.split(",") if each.strip())

    @property
    def sends_texts(self) -> bool:
        """Whether texts can leave: by Twilio, or in development onto the console."""
        return bool(self.twilio_account_sid) or not self.is_production

    @property
    def uses_embedded_postgres(self) -> bool:
        return self.configured_database_url is None

    @property
    def database_url(self) -> SecretStr:
        """The store's database, `postgresql://...`. Raises SettingsError before the set-up has made one."""
        return self.configured_database_url or self._embedded_url(STORE_ROLE, STORE_DATABASE)

    @property
    def tracker_database_url(self) -> SecretStr:
        """The dialogue servers' database: as configured, else beside the store's own."""
        if self.configured_tracker_database_url is not None:
            return self.configured_tracker_database_url
        if self.configured_database_url is None:
            return self._embedded_url(TRACKER_ROLE, TRACKER_DATABASE)
        store = urlsplit(self.configured_database_url.get_secret_value())
        return SecretStr(urlunsplit(store._replace(path=f"{store.path}_tracker")))

    @property
    def actions_url(self) -> str:
        """Where the dialogue servers find the action server."""
        return f"http://127.0.0.1:{self.actions_port}/webhook"

    @property
    def dialogue_ports(self) -> range:
        return range(self.dialogue_port, self.dialogue_port + self.dialogue_servers)

    @property
    def dialogue_urls(self) -> list[str]:
        """The dialogue servers, in order."""
        return [f"http://127.0.0.1:{port}" for port in self.dialogue_ports]

    def _embedded_url(self, role: str, database: str) -> SecretStr:
        url = embedded_url(self.var_path, role, database)
        if url is None:
            raise SettingsError(f"no embedded database under {self.var_path}: run `make setup`")
        return SecretStr(url)


def setting_names() -> dict[str, str]:
    """The environment's name of every setting, by field."""
    return {field: str(info.validation_alias) for field, info in Settings.model_fields.items()}


def secret_setting_names() -> frozenset[str]:
    """The environment's names of the settings that hold a secret, or an address with one in it."""
    names = setting_names()
    return frozenset(
        names[field] for field, info in Settings.model_fields.items() if "SecretStr" in str(info.annotation)
    )


def load_settings() -> Settings:
    """Read the environment, then `.env`, then the generated secrets.

    Raises SettingsError, in one line, when a setting is missing, wrong or unknown.
    """
    dotenv = ROOT / ".env"
    _refuse_unknown(dotenv)
    try:
        return Settings(_env_file=(secrets_path(configured_var_path()), dotenv))
    except ValidationError as invalid:
        raise SettingsError(_in_one_line(invalid)) from None


def configured_var_path() -> Path:
    """Where generated files go, known before the secrets among them are read."""
    configured = os.environ.get("AISLE_VAR_DIR") or dotenv_values(ROOT / ".env").get("AISLE_VAR_DIR")
    return (ROOT / (configured or "var")).resolve()


def configured_environment() -> str:
    """`development` or `production`, known before the rest is checked."""
    configured = os.environ.get("AISLE_ENV") or dotenv_values(ROOT / ".env").get("AISLE_ENV")
    return configured or Environment.DEVELOPMENT.value


def _refuse_unknown(dotenv: Path) -> None:
    known = set(setting_names().values())
    for name in dotenv_values(dotenv):
        if name.startswith("AISLE_") and name not in known:
            raise SettingsError(f"{name} in {dotenv.name} is not a setting; .env.example lists them all")


def _in_one_line(invalid: ValidationError) -> str:
    return "; ".join(_worded(error) for error in invalid.errors())


def _worded(error: Any) -> str:
    reason = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:
        return str(reason)
    name = setting_names().get(field := str(error["loc"][0]), field)
    if error["type"] == "missing":
        in_production = configured_environment() == Environment.PRODUCTION
        return f"{name} is missing: " + ("production needs your own" if in_production else "run `make setup`")
    return f"{name}: {reason[0].lower()}{reason[1:]}"
