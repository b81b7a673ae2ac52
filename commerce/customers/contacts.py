"""Normal forms of e-mail addresses and phone numbers."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from commerce.errors import CommerceError


class InvalidEmail(CommerceError):
    """not an e-mail address"""


class InvalidPhone(CommerceError):
    """not a phone number"""


def normal_email(text: str) -> str:
    """The address with its domain in lower case; raises InvalidEmail. Nothing is looked up."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise InvalidEmail from None


def normal_phone(text: str, country: str | None) -> str:
    """The number in E.164; one without its prefix is read as of `country`. Raises InvalidPhone."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise InvalidPhone from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
