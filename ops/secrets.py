"""Generates what nobody should have to think up in development: var/secrets.env."""

import secrets
from pathlib import Path

from dotenv import dotenv_values

from aisle.embedded import PASSWORD_NAMES, secrets_path
from aisle.setting_values import DEVELOPMENT_SECRET_PREFIX

TOKEN_SECRETS = ("AISLE_SHOPPER_TOKEN_SECRET", "AISLE_CONVERSATION_SECRET", "AISLE_TWILIO_AUTH_TOKEN")
# Known to our own processes alone, so that nobody has to choose it, in production either.
INTERNAL_SECRETS = ("AISLE_INTERNAL_SECRET",)
_HEADER = "# Generated for this machine. Never commit it; delete a line to have it generated anew.\n"


def ensure_secrets(var_dir: Path, *, development: bool) -> None:
    """Add to the secrets file what is missing in it, keeping what is there.

    What only our own processes know is always generated. Token secrets are in development only, and are
    marked so that production refuses them.
    """
    path = secrets_path(var_dir)
    present = {name: value for name, value in dotenv_values(path).items() if value}
    generated = {name: secrets.token_urlsafe(32) for name in (*PASSWORD_NAMES.values(), *INTERNAL_SECRETS)}
    if development:
        generated |= {name: DEVELOPMENT_SECRET_PREFIX + secrets.token_urlsafe(32) for name in TOKEN_SECRETS}
    if generated.keys() <= present.keys():
        return
    _write_private(
        path, _HEADER + "".join(f"{name}={value}\n" for name, value in (generated | present).items())
    )


def _write_private(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(content)
    unfinished.rename(path)
