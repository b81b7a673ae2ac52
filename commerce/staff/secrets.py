"""Passwords by argon2, tokens by their hash, and one-time codes of an authenticator app."""

import secrets
from datetime import datetime
from hashlib import sha256

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_STEP_S = 30
_DRIFT_STEPS = 1  # how far the phone's clock may be off

_hasher = PasswordHasher()
# Checked where there is no password, so that an unknown address takes as long as a known one.
_NOBODYS = _hasher.hash(secrets.token_urlsafe())


def hash_password(password: str) -> str:
    """Hash `password` by argon2id."""
    return _hasher.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Tell whether `password` has this hash; it takes as long where there is none."""
    try:
        _hasher.verify(password_hash or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def new_token() -> str:
    """Make a token that cannot be guessed, fit for a URL or a cookie."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Hash a token, which is random enough to need no salt."""
    return sha256(token.encode()).hexdigest()


def new_backup_code() -> str:
    """Make a backup code such as `k3mw-9qtx`, without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(2))


def new_totp_secret() -> str:
    """Make the secret that an authenticator app is given."""
    return pyotp.random_base32()


def totp_uri(secret: str, email: str, issuer: str) -> str:
    """The address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def totp_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code of the authenticator app belongs to; None when it is none of about now."""
    digits = "".join(character for character in code if character.isascii() and character.isdigit())
    present = int(now.timestamp()) // _STEP_S
    app = pyotp.TOTP(secret)
    for step in range(present - _DRIFT_STEPS, present + _DRIFT_STEPS + 1):
        if secrets.compare_digest(app.at(step * _STEP_S), digits):
            return step
    return None
