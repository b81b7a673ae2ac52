"""One English per store: what AISLE_LOCALE changes in its words, and what it leaves alone."""

import re
from pathlib import Path

import pytest
import yaml

from aisle.setting_values import Locale
from commerce.help.articles import Article, read_articles
from commerce.notification import notification
from commerce.notifications.catalogue import catalogue, entry_of
from commerce.spelling import AMERICAN, locales, spelling_of

ROOT = Path(__file__).resolve().parents[3]
_BRITISH = re.compile(r"\b(postcode|parcel|colour|neighbour|recognis|centimetre|grey)", re.IGNORECASE)


@pytest.mark.parametrize(
    ("locale", "text", "spelled"),
    [
        ("en-US", "Your ZIP code and two packages", "Your ZIP code and two packages"),
        ("en-GB", "Your ZIP code and two packages", "Your postcode and two parcels"),
        ("en-GB", "Package 1 of 2: a color. ZIP codes too", "Parcel 1 of 2: a colour. Postcodes too"),
        ("en-GB", "street, city and ZIP or postal code", "street, city and postcode"),
        ("en-CA", "Your package needs a ZIP code", "Your package needs a postal code"),
        ("en-AU", "its color or size", "its colour or size"),
        ("en-GB", "the packaging is colorful", "the packaging is colorful"),
        ("en-GB", "{package} in {color}, {zip code}", "{package} in {color}, {zip code}"),
    ],
)
def test_the_stores_words_are_spelled_as_its_locale_has_it(locale: str, text: str, spelled: str) -> None:
    assert spelling_of(locale)(text) == spelled


def test_the_setting_knows_the_locales_of_the_list() -> None:
    assert set(locales()) == {each.value for each in Locale}
    assert Locale.UNITED_STATES == AMERICAN


def test_a_notification_is_spelled() -> None:
    told = notification("parcel_shipped_news", order_number="A1", title="Lamp", items="")
    assert "A package of your order {order_number}" in entry_of(told).chat
    assert "A parcel of your order {order_number}" in entry_of(told, spelling_of("en-GB")).chat


def test_articles_are_spelled() -> None:
    folder = ROOT / "data" / "help"
    american, british = read_articles(folder), read_articles(folder, spelling_of("en-GB"))
    [late] = [each for each in british if each.id == "late-or-lost-parcels"]
    assert late.title == "Late and lost parcels"
    assert [each.id for each in american] == [each.id for each in british]


@pytest.mark.parametrize("article", read_articles(ROOT / "data" / "help"), ids=lambda each: each.id)
def test_articles_are_written_as_in_the_united_states(article: Article) -> None:
    words = [article.title, *(f"{each.heading} {each.text}" for each in article.passages)]
    assert _BRITISH.findall(" ".join(words)) == []


def test_the_bot_and_the_mails_speak_as_in_the_united_states() -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"].values()
    shown = [each for variants in responses for one in variants for each in (one, *one.get("buttons", ()))]
    words = [each[key] for each in shown for key in ("text", "title") if key in each]
    words += [getattr(each, key) for each in catalogue().values() for key in ("subject", "email", "chat")]
    assert [text for text in words if _BRITISH.search(re.sub(r"\{[^{}]*\}", "", text))] == []
