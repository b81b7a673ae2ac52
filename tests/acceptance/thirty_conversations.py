"""Thirty short conversations, alike on every channel: what the shopper has, says, presses and hears."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from commerce.orders.models import Order
from tests.acceptance.belongings import (
    a_delivered_mug,
    a_lamp_and_a_mug_to_change,
    a_lamp_and_headphones_received,
    a_lamp_on_its_way,
    a_lamp_received,
    a_lamp_received_long_ago,
    a_late_mug,
    a_mug_at_the_door,
    a_pending_mug,
    a_pending_mug_and_other_ways_to_pay,
    nothing,
    shoes_received,
    two_pending_orders,
)
from tests.dialogue.shoppers import ShopperWithOrders

World = Callable[[ShopperWithOrders], Awaitable[list[Order]]]


@dataclass(frozen=True)
class Turn:
    """One message and what answers it. Words may name `{order}`, `{other}` and `{email}`."""

    said: str
    hears: tuple[str, ...]
    offers: tuple[str, ...]  # how the quick replies begin; none where none are looked at
    card: str | None
    is_choice: bool  # `said` is how the title of a quick reply begins


@dataclass(frozen=True)
class Conversation:
    """A shopper's errand. `ends` is what is stored of it afterwards, by the names of Books."""

    name: str
    world: World
    turns: tuple[Turn, ...]
    is_known: bool = True
    ends: dict[str, Any] = field(default_factory=dict)


def say(text: str, *hears: str, offers: tuple[str, ...] = (), card: str | None = None) -> Turn:
    return Turn(text, hears, offers, card, is_choice=False)


def choose(title: str, *hears: str, offers: tuple[str, ...] = (), card: str | None = None) -> Turn:
    return Turn(title, hears, offers, card, is_choice=True)


_WHERE = say("where is my order?", "Order #{order} is on its way", card="Order #{order}")
_YES = say("yes please")
_CANCELLED = {"orders": [("cancelled", 4000)], "refunds": [(4000, "pending")]}
_PENDING = {"orders": [("pending", 4000)], "refunds": []}
_RETURN_OF_THE_LAMP = say(
    "return the lamp, it doesn't fit, it's unopened, refund to store credit",
    "return from order #{order}: Desk Lamp",
)

CONVERSATIONS = (
    Conversation("where a known shopper's order is", a_lamp_on_its_way, (_WHERE,)),
    Conversation(
        "the details of an order that was asked for",
        a_lamp_on_its_way,
        (_WHERE, choose("Show the details", "Reading Lamp (black): $40.00")),
    ),
    Conversation(
        "where a stranger's order is, by its number and e-mail",
        a_lamp_on_its_way,
        (
            say("where is my order?", "What's your order number"),
            say("{order}, {email}", "Order #{order} is on its way", card="Order #{order}"),
        ),
        is_known=False,
        ends={"identity": "claimed"},
    ),
    Conversation(
        "a stranger who guesses wrong learns nothing",
        a_lamp_on_its_way,
        (
            say("where is my order?", "What's your order number"),
            say("{order}, someone.else@example.com", "can't find an order that fits"),
        ),
        is_known=False,
        ends={"identity": "anonymous"},
    ),
    Conversation(
        "an order that is not packed yet",
        a_pending_mug,
        (say("where is my order", "paid and not packed yet", offers=("Cancel it",)),),
    ),
    Conversation(
        "an order that is late",
        a_late_mug,
        (say("where is my order?", "is 4 days late; I'm sorry", offers=("Show the details",)),),
    ),
    Conversation(
        "a parcel that is out for delivery",
        a_mug_at_the_door,
        (say("where's my package?", "is out for delivery"), say("thanks", "You're welcome")),
    ),
    Conversation(
        "all orders, then one of them",
        two_pending_orders,
        (
            say("show me my orders", "Your latest orders", "#{order}", "#{other}"),
            say("where is order {other}?", "Order #{other}", "not packed yet"),
        ),
    ),
    Conversation(
        "cancelling by pressing",
        a_pending_mug,
        (
            say("I want to cancel my order", "Why would you like to cancel", offers=("No longer needed",)),
            choose(
                "No longer needed",
                "cancel the whole order #{order}",
                "$40.00 back to your Visa ending in 4242",
                offers=("Yes, cancel it",),
            ),
            choose("Yes, cancel it", "Order #{order} is cancelled"),
        ),
        ends=_CANCELLED,
    ),
    Conversation(
        "cancelling in one sentence",
        two_pending_orders,
        (
            say("cancel order {order}, I ordered it by mistake", "Shall I cancel it?"),
            say("yes", "Order #{order} is cancelled"),
        ),
        ends={"orders": [("pending", 4000), ("cancelled", 4000)]},
    ),
    Conversation(
        "a cancellation that is declined",
        a_pending_mug,
        (
            say(
                "cancel order {order}, I no longer need it", "Shall I cancel it?", offers=("Yes, cancel it",)
            ),
            say("no", "nothing was changed"),
            say("yes", "nothing waiting for a yes"),
        ),
        ends=_PENDING,
    ),
    Conversation(
        "a cancellation that is dropped",
        a_pending_mug,
        (say("I want to cancel my order", "Why would you like"), say("never mind", "Nothing was changed")),
        ends=_PENDING,
    ),
    Conversation(
        "cancelling what is on its way is refused",
        a_lamp_on_its_way,
        (say("cancel order {order}, I no longer need it", "#{order}"),),
        ends={"orders": [("shipped", 4000)], "refunds": []},
    ),
    Conversation(
        "sending an order elsewhere",
        a_pending_mug,
        (
            say("I need to change the delivery address of my order", "What's the new address?"),
            say(
                "77 Maple Avenue, Apt 4, Boulder, CO 80301",
                "send order #{order} to 77 Maple Avenue, Apt 4, Boulder, CO 80301",
                offers=("Yes, change it",),
            ),
            choose("Yes, change it", "#{order} now goes to 77 Maple Avenue"),
        ),
        ends={"addresses": ["77 Maple Avenue"]},
    ),
    Conversation(
        "paying another way",
        a_pending_mug_and_other_ways_to_pay,
        (
            say("I'd like to pay my order another way", "How would you like to pay", offers=("PayPal",)),
            choose("PayPal", "charge $40.00 for order #{order} to your PayPal account"),
            choose("Yes, change it", "is now paid with your PayPal account"),
        ),
        ends={"payments": [4000, 4000], "refunds": [(4000, "pending")]},
    ),
    Conversation(
        "changing an item",
        a_lamp_and_a_mug_to_change,
        (
            say("I want to change an item in my order", "Which items", offers=("Desk Lamp",)),
            choose("Desk Lamp", offers=("red", "white")),
            choose("white", "Desk Lamp: black → white", "You pay $5.00 more"),
            choose("Yes, change it", "Done: in order #{order}"),
        ),
        ends={"orders": [("pending", 5500)], "payments": [500, 5000]},
    ),
    Conversation(
        "a receipt",
        a_pending_mug,
        (
            say("can I get the invoice for order {order}", "receipt of order #{order}", card="Receipt"),
            say("bye", "Goodbye"),
        ),
    ),
    Conversation(
        "the same again",
        a_delivered_mug,
        (
            say("I'd like to order {order} again", "Mug (black) at $40.00"),
            say("yes please", "Nothing is ordered until you check out"),
        ),
        ends={"cart": [1]},
    ),
    Conversation(
        "returning by pressing",
        a_lamp_and_headphones_received,
        (
            say("I want to return something", "Which items", offers=("Desk Lamp", "Headphones")),
            choose("Desk Lamp", "Why do you want to send back the Desk Lamp"),
            choose("I changed my mind", "What condition"),
            choose("Unopened", "Where should the refund go?", offers=("Visa ending in 4242",)),
            choose(
                "Visa ending in 4242",
                "return from order #{order}: Desk Lamp",
                offers=("Yes, return it",),
            ),
            choose("Yes, return it", "RMA-", offers=("How far is my return?",)),
            choose("How far is my return?", "we wait for the package"),
        ),
        ends={"returns": [("return", "approved", [("changed_mind", "unopened", 1)])]},
    ),
    Conversation(
        "returning in one sentence",
        a_lamp_received,
        (_RETURN_OF_THE_LAMP, say("yes", "RMA-")),
        ends={"returns": [("return", "approved", [("size", "unopened", 1)])]},
    ),
    Conversation(
        "a return that is too late",
        a_lamp_received_long_ago,
        (say("I want to return the lamp of order {order}"),),
        ends={"returns": [], "refunds": []},
    ),
    Conversation(
        "withdrawing a return",
        a_lamp_received,
        (
            _RETURN_OF_THE_LAMP,
            _YES,
            say("please cancel my return", "you keep Desk Lamp", offers=("Yes, cancel it",)),
            choose("Yes, cancel it", "is cancelled"),
        ),
        ends={"returns": [("return", "cancelled", [("size", "unopened", 1)])]},
    ),
    Conversation(
        "exchanging for another size",
        shoes_received,
        (say("exchange the shoes for size 10"), say("yes", "RMA-")),
        ends={"returns": [("exchange", "approved", [("other", "None", 1)])]},
    ),
    Conversation(
        "a question of policy",
        nothing,
        (
            say(
                "how fast is express delivery?",
                "Express takes 1 to 2 business days in the United States",
                card="Delivery times",
            ),
        ),
        is_known=False,
    ),
    Conversation(
        "a question of policy in the middle of something",
        a_pending_mug,
        (
            say("cancel order {order}, I no longer need it", "Shall I cancel it?"),
            say("wait, what's your return policy?", "return", "Shall I cancel it?"),
            say("yes", "#{order} is cancelled"),
        ),
        ends=_CANCELLED,
    ),
    Conversation(
        "a question that nothing answers goes to a person",
        nothing,
        (
            say("what is your carbon footprint policy?", "I won't guess"),
            say("yes please", "I've passed your chat on"),
        ),
        ends={"handoffs": ["no_answer"]},
    ),
    Conversation(
        "asking for a person",
        nothing,
        (
            say("I want to talk to a human", "I've passed your chat on"),
            say("let me speak to an agent", "I passed this to our team a moment ago"),
        ),
        ends={"handoffs": ["asked"]},
    ),
    Conversation(
        "what is not understood twice goes to a person",
        nothing,
        (
            say("blorp fizzle quonk", "put it another way"),
            say("zxcv qwerty mnbv", "I've passed your chat on"),
        ),
        ends={"handoffs": ["not_understood"]},
    ),
    Conversation(
        "what was asked is repeated, and dropped",
        nothing,
        (
            say("where is my order?", "What's your order number"),
            say("what did you ask?", "What's your order number"),
            say("never mind", "I've left it"),
        ),
        is_known=False,
        ends={"identity": "anonymous"},
    ),
    Conversation(
        "small talk",
        nothing,
        (
            say("hello", "Hello!"),
            say("are you a bot?", "I'm a bot"),
            say("you are great", "good to hear"),
            say("bye", "Goodbye"),
        ),
        is_known=False,
    ),
)
