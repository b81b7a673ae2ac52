"""An e-mail as somebody would get it, filled with what could be in it: for a look at it before it is sent."""

from commerce.mail import Mail
from commerce.notification import Good, Notification
from commerce.notifications.catalogue import catalogue
from commerce.notifications.mails import mail_of

_GOODS = (Good("Quill Desk Lamp", "black", "$40.00"), Good("Stoneware Mug", "blue, 2 of them", "$24.00"))
_VALUES = {
    "title": "Quill Desk Lamp",
    "product": "Quill Desk Lamp (black)",
    "count": "3",
    "items": "\n".join(f"- {each.title} ({each.detail}): {each.price}" for each in _GOODS),
    "price": "$40.00",
    "total": "$64.00",
    "amount": "$64.00",
    "code": "BACK10-7K2M-QX9A",
    "order_number": "#A1042",
    "number": "#A1042",
    "promised_on": "June 12",
    "points": "500",
    "tier_name": "Silver",
    "invite_reward": "500 points",
    "reward": "500 points",
    "friend": "Ben",
}


class NoMail(ValueError):
    """There is no such notification, or it is told in conversations alone."""


def sample(name: str, base_url: str) -> Notification:
    """Return the notification filled with samples. Raises NoMail."""
    entry = catalogue().get(name)
    if entry is None or not entry.email:
        raise NoMail(name)
    home = base_url.rstrip("/")
    links = {"link": f"{home}/", "invite_link": f"{home}/invite/FRIEND-7K2MQX", "community_link": f"{home}/"}
    known = _VALUES | links
    values = {place: known.get(place, place.replace("_", " ")) for place in entry.places()}
    return Notification(name, values, _GOODS)


def sample_mail(name: str, *, store_name: str, base_url: str) -> Mail:
    """Return the e-mail that a preview shows; it is to nobody. Raises NoMail."""
    filled = sample(name, base_url)
    known = {"first_name": "Ada", "store_name": store_name} | dict(filled.values)
    page = f"{base_url.rstrip('/')}/preferences/sample"
    return mail_of(catalogue()[name], "", known, goods=filled.goods, preferences_url=page)
