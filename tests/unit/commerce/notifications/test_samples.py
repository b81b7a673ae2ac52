"""Every e-mail of the catalogue can be looked at, and none is left with a place open."""

import pytest

from commerce.notifications.catalogue import catalogue
from commerce.notifications.samples import NoMail, sample_mail

MAILS = sorted(name for name, entry in catalogue().items() if entry.email)


@pytest.mark.parametrize("name", MAILS)
def test_every_mail_can_be_looked_at(name: str) -> None:
    mail = sample_mail(name, store_name="Test Store", base_url="https://store.example/")
    assert mail.to == ""
    assert "{" not in mail.subject + mail.text
    assert "https://store.example/preferences/sample" in mail.html


@pytest.mark.parametrize("name", ["agent_joined", "no_such"])
def test_what_is_no_mail_is_refused(name: str) -> None:
    with pytest.raises(NoMail):
        sample_mail(name, store_name="Test Store", base_url="https://store.example")
