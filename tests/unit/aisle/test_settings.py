"""What the settings accept, refuse, and are documented as."""

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from aisle import settings as settings_module
from aisle.settings import ROOT, Settings, SettingsError, load_settings, secret_setting_names, setting_names

SECRET = "0123456789abcdef" * 2
OTHER_SECRET = "fedcba9876543210" * 2


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repo's root with nothing configured."""
    for name in setting_names().values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(settings_module, "ROOT", tmp_path)
    return tmp_path


def write_secrets(root: Path, **values: str) -> None:
    (root / "var").mkdir()
    secrets = {"AISLE_SHOPPER_TOKEN_SECRET": "dev-" + SECRET, "AISLE_CONVERSATION_SECRET": "dev-" + SECRET}
    lines = [f"{name}={value}" for name, value in (secrets | values).items()]
    (root / "var" / "secrets.env").write_text("\n".join(lines))


def test_generated_secrets_are_enough_for_development(root: Path) -> None:
    write_secrets(root)
    settings = load_settings()
    assert settings.port == 8080
    assert settings.shopper_token_secret.get_secret_value() == "dev-" + SECRET


def test_environment_wins_over_dotenv_and_dotenv_over_secrets(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_secrets(root, AISLE_PORT="1", AISLE_ACTIONS_PORT="1", AISLE_DIALOGUE_PORT="1")
    (root / ".env").write_text("AISLE_PORT=2\nAISLE_ACTIONS_PORT=2\n")
    monkeypatch.setenv("AISLE_PORT", "3")
    settings = load_settings()
    assert (settings.port, settings.actions_port, settings.dialogue_port) == (3, 2, 1)


def test_an_empty_value_means_the_default(root: Path) -> None:
    write_secrets(root)
    (root / ".env").write_text("AISLE_PORT=\nDATABASE_URL=\n")
    settings = load_settings()
    assert settings.port == 8080
    assert settings.uses_embedded_postgres


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "AISLE_PORT=http",
            "AISLE_PORT: input should be a valid integer, unable to parse string as an integer",
        ),
        ("AISLE_PORT=70000", "AISLE_PORT: input should be less than or equal to 65535"),
        ("AISLE_ENV=prod", "AISLE_ENV: input should be 'development' or 'production'"),
        ("DATABASE_URL=mysql://u:hunter2@h/d", "DATABASE_URL: must start with postgresql://"),
        ("AISLE_PROT=1", "AISLE_PROT in .env is not a setting; .env.example lists them all"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(root: Path, line: str, message: str) -> None:
    write_secrets(root)
    (root / ".env").write_text(line)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert str(refusal.value) == message


def test_missing_secrets_are_named(root: Path) -> None:
    with pytest.raises(SettingsError, match="AISLE_SHOPPER_TOKEN_SECRET is missing: run `make setup`"):
        load_settings()


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("dev-" + SECRET, "AISLE_SHOPPER_TOKEN_SECRET is a development secret"),
        ("short", "AISLE_SHOPPER_TOKEN_SECRET is too short; production needs at least 32 characters"),
        ("", "AISLE_SHOPPER_TOKEN_SECRET is missing: production needs your own"),
    ],
)
def test_production_refuses_development_and_weak_secrets(
    root: Path, monkeypatch: pytest.MonkeyPatch, secret: str, reason: str
) -> None:
    monkeypatch.setenv("AISLE_ENV", "production")
    monkeypatch.setenv("AISLE_CONVERSATION_SECRET", SECRET)
    monkeypatch.setenv("AISLE_SHOPPER_TOKEN_SECRET", secret)
    with pytest.raises(SettingsError, match=re.escape(reason)) as refusal:
        load_settings()
    assert SECRET not in str(refusal.value)


def test_production_names_every_secret_that_will_not_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_secrets(root)
    monkeypatch.setenv("AISLE_ENV", "production")
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert str(refusal.value) == (
        "AISLE_SHOPPER_TOKEN_SECRET is a development secret; set one of your own in production; "
        "AISLE_CONVERSATION_SECRET is a development secret; set one of your own in production"
    )


def test_production_accepts_secrets_of_its_own(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_secrets(root)
    monkeypatch.setenv("AISLE_ENV", "production")
    monkeypatch.setenv("AISLE_CONVERSATION_SECRET", SECRET)
    monkeypatch.setenv("AISLE_SHOPPER_TOKEN_SECRET", OTHER_SECRET)
    assert load_settings().is_production


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [(SECRET, SECRET, "must differ"), ("ab" * 20, SECRET, "repeats itself")],
)
def test_production_refuses_equal_and_repeated_secrets(
    root: Path, monkeypatch: pytest.MonkeyPatch, one: str, other: str, reason: str
) -> None:
    write_secrets(root)
    monkeypatch.setenv("AISLE_ENV", "production")
    monkeypatch.setenv("AISLE_CONVERSATION_SECRET", one)
    monkeypatch.setenv("AISLE_SHOPPER_TOKEN_SECRET", other)
    with pytest.raises(SettingsError, match=reason) as refusal:
        load_settings()
    assert one not in str(refusal.value)


def test_every_secret_is_known_to_be_one() -> None:
    assert {
        "DATABASE_URL", "TRACKER_DATABASE_URL", "AISLE_SHOPPER_TOKEN_SECRET", "AISLE_CONVERSATION_SECRET",
        "AISLE_INTERNAL_SECRET", "AISLE_SMTP_PASSWORD", "AISLE_SLACK_BOT_TOKEN", "AISLE_SLACK_SIGNING_SECRET",
        "AISLE_SLACK_APP_TOKEN", "AISLE_TWILIO_AUTH_TOKEN", "AISLE_TWILIO_SHARED_KEY", "AISLE_EVENTS_KEY",
        "AISLE_STRIPE_SECRET_KEY", "AISLE_STRIPE_WEBHOOK_SECRET",
    } == secret_setting_names()  # fmt: skip


def test_no_secret_shows_in_the_settings_text(root: Path) -> None:
    write_secrets(root, DATABASE_URL="postgresql://u:hunter2@h/d")
    text = repr(load_settings())
    assert SECRET not in text
    assert "hunter2" not in text


def test_the_embedded_databases_have_a_role_each(root: Path) -> None:
    write_secrets(root, EMBEDDED_STORE_PASSWORD="one", EMBEDDED_TRACKER_PASSWORD="two")
    settings = load_settings()
    assert settings.database_url.get_secret_value().startswith("postgresql://aisle:one@/aisle?host=")
    assert settings.tracker_database_url.get_secret_value().startswith(
        "postgresql://aisle_rasa:two@/aisle_tracker?host="
    )


def test_asking_for_the_embedded_database_before_the_setup_says_so(root: Path) -> None:
    write_secrets(root)
    with pytest.raises(SettingsError, match="run `make setup`"):
        _ = load_settings().database_url


def test_the_tracker_lives_beside_a_database_of_the_operators_own(root: Path) -> None:
    write_secrets(root, DATABASE_URL="postgres://u:p@h:5433/shop?sslmode=require")
    settings = load_settings()
    assert settings.database_url.get_secret_value() == "postgresql://u:p@h:5433/shop?sslmode=require"
    tracker = settings.tracker_database_url.get_secret_value()
    assert tracker == "postgresql://u:p@h:5433/shop_tracker?sslmode=require"


def test_dialogue_servers_stand_on_consecutive_ports(root: Path) -> None:
    write_secrets(root, AISLE_DIALOGUE_PORT="6000", AISLE_DIALOGUE_SERVERS="3")
    assert load_settings().dialogue_urls == [f"http://127.0.0.1:{port}" for port in (6000, 6001, 6002)]


def defaults() -> dict[str, str]:
    """Each setting's default as an operator writes it; empty when it has none."""
    fields = Settings.model_fields.items()
    known = {setting_names()[name]: field.get_default() for name, field in fields if not field.is_required()}
    return {name: "" if known.get(name) is None else str(known[name]) for name in setting_names().values()}


def test_the_example_file_lists_every_setting_with_its_default() -> None:
    assert dict(dotenv_values(ROOT / ".env.example")) == defaults()


def test_the_architecture_page_lists_every_setting_with_its_default() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text().split("## Settings")[1].split("\n## ")[0]
    documented: dict[str, str] = {}
    for names, default in re.findall(r"^\| (`[^|]+`) \| ([^|]+) \|", page, re.MULTILINE):
        values = re.findall(r"`([^`]*)`", default) if default.startswith("`") else []
        for index, name in enumerate(re.findall(r"`([^`]+)`", names)):
            documented[name] = values[index] if index < len(values) else ""
    assert documented == defaults()
