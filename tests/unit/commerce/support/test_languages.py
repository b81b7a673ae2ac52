"""Every language that can be heard has a name for the desk."""

from bot.languages.identification import _LATIN, _OTHERS
from commerce.support.languages import language_named


def test_every_language_that_is_told_from_english_has_a_name() -> None:
    named = {code: language_named(code) for code in (*_LATIN, *_OTHERS)}
    assert [code for code, name in named.items() if code == name] == []
    assert named["es"] == "Spanish"


def test_a_code_that_nobody_knows_stays() -> None:
    assert language_named("xx") == "xx"
