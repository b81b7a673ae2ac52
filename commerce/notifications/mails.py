"""Makes an e-mail of a notification: its text and its HTML part, both from the same words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from commerce.mail import Mail
from commerce.notification import Good
from commerce.notifications.catalogue import Entry
from commerce.notifications.tracking import MailLinks

_templates = Environment(
    loader=PackageLoader("commerce.notifications"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# Paragraphs that are more than words in the HTML part.
_GOODS, _LINK = "{items}", "{link}"


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    text: str


def mail_of(
    entry: Entry,
    to: str,
    values: Mapping[str, str],
    *,
    goods: tuple[Good, ...] = (),
    preferences_url: str = "",
    one_click_url: str = "",
    key: str = "",
    counted: MailLinks | None = None,
) -> Mail:
    """The e-mail of `entry` with `values` in its places.

    A paragraph that is nothing but `{items}` is drawn as the list of `goods`, one that is `{link}` as a
    button. With a `key` it is `counted` whether it was opened and the button pressed.
    """
    links = counted if key else None
    subject = filled(entry.subject, values)
    text = filled(entry.email, values)
    if preferences_url:
        text += f"\n\n--\nChoose what we write about, or unsubscribe: {preferences_url}"
    page = _templates.get_template("mail.html").render(
        subject=subject,
        preview=filled(entry.preview, values),
        store_name=values["store_name"],
        blocks=_blocks(entry, values, links, key),
        picture=links.opened(key) if links else "",
        goods=goods,
        button=entry.button,
        preferences_url=preferences_url,
    )
    return Mail(to, subject, text, html=page, one_click_url=one_click_url, key=key)


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The words with the values in their places."""
    return text.format_map(values).strip()


def _blocks(entry: Entry, values: Mapping[str, str], links: MailLinks | None, key: str) -> list[_Block]:
    paragraphs = [each.strip() for each in entry.email.strip().split("\n\n") if each.strip()]
    blocks = [_block(each, entry, values) for each in paragraphs]
    if links is None:
        return blocks
    return [
        replace(each, text=links.followed(key, each.text)) if each.kind == "button" else each
        for each in blocks
    ]


def _block(paragraph: str, entry: Entry, values: Mapping[str, str]) -> _Block:
    kind = "text"
    if paragraph == _GOODS:
        kind = "goods"
    elif paragraph == _LINK and entry.button:
        kind = "button"
    return _Block(kind, filled(paragraph, values))
