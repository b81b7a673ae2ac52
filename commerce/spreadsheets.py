"""Texts of anybody's in files that a spreadsheet opens, which takes some beginnings for formulas."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Return the text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unquoted(text: str) -> str:
    """Return what `inert` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
