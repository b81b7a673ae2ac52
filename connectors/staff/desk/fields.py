"""What a form holds, from whichever desk it came: names and what was typed for them."""

from collections.abc import Mapping
from uuid import UUID

from connectors.edge.errors import ApiError

Fields = Mapping[str, str]


def text_in(fields: Fields, name: str, longest: int = 2_000) -> str:
    """What was typed for `name`, without blanks around it; empty when nothing was.

    Raises ApiError (422) for more than `longest` characters, or what cannot be stored.
    """
    value = fields.get(name, "")
    if len(value) > longest or "\x00" in value:
        raise ApiError(422, "field_invalid", f"{name} has at most {longest:,} characters")
    return value.strip()


def id_in(fields: Fields, name: str) -> UUID:
    """The id typed for `name`. Raises ApiError (422)."""
    return as_uuid(text_in(fields, name, 36))


def number_in(fields: Fields, name: str, most: int) -> int | None:
    """The whole number from 0 to `most` typed for `name`; None for anything else."""
    typed = text_in(fields, name, 20)
    is_number = typed.isascii() and typed.isdigit() and int(typed) <= most
    return int(typed) if is_number else None


def as_uuid(written: str) -> UUID:
    """The id that a form holds. Raises ApiError (422)."""
    try:
        return UUID(written)
    except ValueError:
        raise ApiError(422, "field_invalid", "the form holds no id of ours") from None
