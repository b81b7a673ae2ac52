"""What is generated into the secrets file."""

import stat
from pathlib import Path

from dotenv import dotenv_values

from ops.secrets import TOKEN_SECRETS, ensure_secrets


def secrets_of(var_dir: Path) -> dict[str, str | None]:
    return dotenv_values(var_dir / "secrets.env")


def test_development_gets_marked_token_secrets_and_database_passwords(tmp_path: Path) -> None:
    ensure_secrets(tmp_path, development=True)
    secrets = secrets_of(tmp_path)
    assert secrets.keys() == {
        "AISLE_SHOPPER_TOKEN_SECRET",
        "AISLE_CONVERSATION_SECRET",
        "AISLE_TWILIO_AUTH_TOKEN",
        "AISLE_INTERNAL_SECRET",
        "EMBEDDED_STORE_PASSWORD",
        "EMBEDDED_TRACKER_PASSWORD",
    }
    assert len(set(secrets.values())) == 6
    tokens = [secrets[name] for name in TOKEN_SECRETS]
    assert all(value and value.startswith("dev-") and len(value) > 40 for value in tokens)


def test_production_gets_no_token_secrets(tmp_path: Path) -> None:
    ensure_secrets(tmp_path, development=False)
    assert secrets_of(tmp_path).keys() == {
        "AISLE_INTERNAL_SECRET",
        "EMBEDDED_STORE_PASSWORD",
        "EMBEDDED_TRACKER_PASSWORD",
    }


def test_only_the_operator_may_read_the_file(tmp_path: Path) -> None:
    ensure_secrets(tmp_path, development=True)
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600


def test_what_is_there_is_kept_and_what_is_missing_is_added(tmp_path: Path) -> None:
    ensure_secrets(tmp_path, development=True)
    before = secrets_of(tmp_path)
    kept = [f"{name}={value}" for name, value in before.items() if name != "AISLE_CONVERSATION_SECRET"]
    (tmp_path / "secrets.env").write_text("\n".join(kept))
    ensure_secrets(tmp_path, development=True)
    after = secrets_of(tmp_path)
    assert after.keys() == before.keys()
    assert {name for name in before if before[name] != after[name]} == {"AISLE_CONVERSATION_SECRET"}
