"""What random walks say: every request in some words, short answers, and messages as strangers send them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from tests.dialogue.chat import Answer

# One sentence for every intent that has a rule.
REQUESTS = {
    "check_order_status": "where is my order",
    "track_late_order": "my parcel is late",
    "list_orders": "show me my orders",
    "show_order_details": "what was in my last order?",
    "cancel_order": "I want to cancel my order",
    "change_order_address": "send it to another address",
    "change_order_payment": "can I pay with another card?",
    "change_order_items": "change the color of an item in my order",
    "return_items": "I'd like to return something",
    "exchange_items": "can I exchange it for another size",
    "report_problem": "it arrived broken",
    "cancel_return": "I want to keep it after all, cancel the return",
    "check_return_status": "did my return arrive?",
    "check_refund_status": "where's my refund",
    "get_invoice": "send me the receipt",
    "order_again": "order the same again",
    "change_profile": "change my phone number on file",
    "ask_human": "let me talk to a person",
    "ask_policy": "how does the warranty work?",
    "ask_return_policy": "what's your return policy?",
    "ask_refund_policy": "how long do refunds take",
    "ask_cancellation_fee": "does cancelling cost anything",
    "ask_delivery_times": "how long does delivery take",
    "ask_delivery_costs": "how much is shipping",
    "ask_countries": "do you ship to France?",
    "ask_payment_methods": "which cards do you take?",
    "ask_promotions": "any discounts right now?",
    "ask_price_match": "do you match prices?",
    "ask_gift_cards": "do you sell gift cards?",
    "ask_loyalty": "how does the loyalty program work",
    "ask_opening_hours": "when are you open",
    "ask_locations": "where are your stores",
    "ask_size": "which size should I take?",
    "ask_two_factor": "how do I turn on two factor login",
    "apply_code": "I have a promo code, SAVE10",
    "report_code_failed": "my discount code doesn't work",
    "report_payment_failed": "my payment was declined",
    "report_double_charge": "I was charged twice",
    "report_unknown_charge": "there's a charge I don't recognize",
    "report_missing_points": "my points are missing",
    "report_registration_problem": "I can't sign up",
    "report_site_trouble": "your website is down",
    "invite_friend": "how do I invite a friend",
    "check_referrals": "who used my code",
    "check_points": "how many points do I have",
    "redeem_points": "use my points",
    "redeem_gift_card": "redeem a gift card into my account",
    "check_credit": "what's my store credit",
    "create_account": "how do I open an account",
    "delete_account": "delete my account",
    "switch_account": "I have two accounts",
    "recover_access": "I forgot my password",
    "subscribe_newsletter": "sign me up for the newsletter",
    "unsubscribe_newsletter": "stop the newsletter",
    "subscribe": "I want coffee every month",
    "manage_subscription": "pause my subscription",
    "view_wishlist": "show my wish list",
    "add_to_wishlist": "put the mug on my wish list",
    "remove_from_wishlist": "take the mug off my wish list",
    "share_wishlist": "share my wish list",
    "leave_review": "I want to write a review",
    "find_product": "do you have desk lamps",
    "recommend_product": "what should I buy for my dad",
    "check_availability": "is the mug in stock?",
    "request_restock_alert": "tell me when it's back",
    "check_price": "what does the mug cost",
    "show_product_details": "tell me more about the lamp",
    "compare_products": "which lamp is better, the black or the white one?",
    "add_to_cart": "put it in my cart",
    "remove_from_cart": "take it out of the cart",
    "view_cart": "what's in my cart",
    "place_order": "I'd like to buy it",
    "greet": "hello",
    "goodbye": "bye",
    "thank": "thanks a lot",
    "praise": "you're great",
    "complain": "this is awful",
    "bot_challenge": "are you a robot?",
    "help": "what can you do",
    "repeat_question": "what did you say?",
    "never_mind": "never mind",
    "affirm": "yes",
    "deny": "no",
    "out_of_scope": "what's the capital of Peru?",
}
SHORT = (
    "yes",
    "no",
    "ok",
    "maybe",
    "sure",
    "both",
    "all of it",
    "all",
    "none",
    "1",
    "2",
    "3",
    "7",
    "the second one",
    "the last one",
    "the other one",
    "the cheaper one",
    "just one",
    "not that one",
    "it",
    "the mug",
    "the lamp",
    "the blue one",
    "size L",
    "black",
    "ordered by mistake",
    "it's too small",
    "unopened",
    "used",
    "broken",
    "card",
    "store credit",
    "gift card",
    "refund",
    "a new one",
    "leave it as it is",
    "keep the lamp",
    "leave the mug as it is",
    "change the address instead",
    "why?",
    "when?",
    "how much is it?",
    "hold on",
    "wait",
    "123456",
    "000000",
    "jane@example.com",
    "Jane Doe",
    "90210",
    "ls8 1qr",
    "A999999",
    "#A100234",
    "12 Oak Street, Boston, MA 02110",
    "4 Rue Cler",
    "+1 303 555 0134",
    "yesterday",
    "last week",
    "on 11/20",
    "do I have to pay postage?",
    "when do I get my money",
    "and the other?",
    "never mind",
    "go back",
    "hello??",
)
_MUCH = (
    "where is my order, cancel it, return the mug, exchange the lamp, send me the receipt, how many points "
    "do I have, are you open, do you ship to France, what's my refund, change my phone, order again, a person"
)
STRANGE = (
    "?",
    "...",
    ".",
    "!!!",
    "👍",
    "👎🏽",
    "🤷",
    "/restart",
    "/cancel_order",
    "//",
    "null",
    "{}",
    "[]",
    '{"a": 1}',
    "<b>hi</b>",
    "'; DROP TABLE orders; --",
    "{order_number}",
    "%s %d",
    "\\n\\t",
    "a" * 400,
    "1" * 60,
    "¿dónde está mi pedido?",
    "wo ist meine bestellung",
    "WHERE IS MY ORDER!!!!!",
    "i want to i want to i want to",
    "cancel cancel cancel",
    "return it and exchange it and cancel it and refund it and where is it",
    "is it? was it? will it?",
    _MUCH,
    "my name is Robert'); my email is a@b.c and my zip is 00000",
    "order order order",
    "the the the",
    "o",
    "   x   ",
    "\u202ehello",
    "hello\u0000there".replace("\u0000", " "),
    "I'm 5 ft 11, what size?",
    "12-34-56",
    "1/2/3/4",
    "$$$",
    "100%",
    "-1 of them",
    "0",
    "99999999 of the mugs",
    "half of it",
    "the 3rd of the 2",
    "none of the above",
)


@dataclass(frozen=True)
class Turn:
    """What was said and how it was answered."""

    said: str
    answer: Answer
    seconds: float


def pairs(random: Random) -> list[tuple[str, str]]:
    """Every two requests after each other, in random order."""
    every = list(product(REQUESTS.values(), repeat=2))
    random.shuffle(every)
    return every


def words(random: Random, numbers: list[str]) -> Iterator[str]:
    """What a shopper might say, without end; `numbers` are those of orders and parcels."""
    while True:
        kind = random.random()
        if kind < 0.45:
            yield random.choice(list(REQUESTS.values()))
        elif kind < 0.8:
            yield random.choice(SHORT)
        elif kind < 0.88:
            yield random.choice(numbers)
        else:
            yield random.choice(STRANGE)
