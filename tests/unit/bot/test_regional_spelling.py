"""The words of the domain are spelled as AISLE_LOCALE has it, for Rasa and for the actions alike."""

import pytest
from rasa.shared.core.domain import Domain

from bot.regional_spelling import respell

DOMAIN = {
    "version": "3.1",
    "responses": {
        "utter_asks": [
            {
                "text": "And the ZIP code of {package}, please?",
                "buttons": [{"title": "My package is late", "payload": '/inform{"problem": "lost_package"}'}],
            }
        ],
        "utter_custom": [{"custom": {"asks": "color"}}],
    },
}


def test_in_the_united_states_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AISLE_LOCALE", raising=False)
    domain = Domain.from_dict(DOMAIN)
    respell(domain)
    assert domain.responses == DOMAIN["responses"]


def test_texts_and_titles_are_respelled_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AISLE_LOCALE", "en-GB")
    domain = Domain.from_dict(DOMAIN)
    respell(domain)
    for responses in (domain.responses, domain.as_dict()["responses"]):
        [asks] = responses["utter_asks"]
        assert asks["text"] == "And the postcode of {package}, please?"
        assert asks["buttons"] == [
            {"title": "My parcel is late", "payload": '/inform{"problem": "lost_package"}'}
        ]
        assert responses["utter_custom"] == [{"custom": {"asks": "color"}}]


def test_a_locale_that_is_not_in_the_list_is_an_error() -> None:
    with pytest.raises(KeyError, match="fr-FR"):
        respell(Domain.from_dict(DOMAIN), "fr-FR")
