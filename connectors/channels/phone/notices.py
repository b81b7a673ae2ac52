"""What the store says of texting itself."""

from collections.abc import Collection

from commerce.consent.models import Topic

PICTURE_KEPT = "Thank you, the picture is kept with this conversation for our team. What is it about?"
TOO_MANY = (
    "That was too many texts at once: I have not read the last ones. "
    "Please wait a minute, then send them again."
)


def unsubscribed(store_name: str, topics: Collection[Topic]) -> str:
    """The one confirmation of a revocation."""
    if Topic.SERVICE in topics:
        return f"{store_name}: you are unsubscribed and get no more texts. Reply START to get them again."
    return (
        f"{store_name}: no more advertising by text. We still answer you here. Reply STOP to end all texts."
    )


def subscribed(store_name: str) -> str:
    """The answer to START."""
    return f"{store_name}: you get our texts about your orders again. Reply HELP for help, STOP to end them."


def quiet_times(store_name: str) -> str:
    """The answer to who wants texts only at some times, or fewer: what can be done."""
    return (
        f"{store_name}: we can't set hours for texts. We answer when you write, and text news of your "
        "orders. Reply STOP to get no texts at all."
    )


def about_texts(store_name: str) -> str:
    """The answer to HELP."""
    return (
        f'{store_name}: text us what you need, such as "where is my order?". Reply STOP to end texts. '
        "Message and data rates may apply."
    )
