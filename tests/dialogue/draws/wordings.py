"""How shoppers put orders, items, variants, payment methods and addresses, drawn by dice."""

import random
from collections.abc import Callable, Collection, Mapping, Sequence

from tests.retail_store import Row, number_of

_BRANDS = {"visa": ("visa",), "mastercard": ("mastercard", "master card")}
# Words that say nothing without the option's name: "high" of brightness, "none" of features.
_BARE = frozenset(
    {
        "high", "low", "medium", "large", "small", "full", "half", "standard", "fixed", "basic", "light",
        "dark", "none", "white", "black", "custom", "plain", "wireless", "portable", "electric",
    }
)  # fmt: skip
_TRUNK = ("color", "frame color", "lens color", "dial color", "size")


def number_as_typed(dice: random.Random, order: Row) -> str:
    number = number_of(order)
    return dice.choice([f"#{number}", number, number, number.lower(), number.removeprefix("W")])


def order_as_said(dice: random.Random, order: Row) -> str:
    """By its number, or by what is in it."""
    number = number_as_typed(dice, order)
    if number.isdigit():  # bare digits: what they are must be said
        return dice.choice([f"order {number}", f"order number {number}", f"my order {number}"])
    by_number = [
        f"order {number}",
        f"my order {number}",
        f"order number {number}",
        f"order no. {number}",
        number,
    ]
    titles = [line["title"].lower() for line in order["lines"]]
    by_item = [f"the order with the {dice.choice(titles)}", f"my order with the {dice.choice(titles)} in it"]
    return dice.choice(by_number if dice.random() < 0.65 else by_item)


def joined(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def option_as_said(dice: random.Random, key: str, value: str) -> str:
    """`512GB SSD`, `size 10`, `high brightness`, `waterproof`, `no backlight`."""
    if value == "yes":
        return key
    if value == "no":
        return f"not {key}" if key == "waterproof" else f"no {key}"
    if value == "none":
        return dice.choice([f"no {key}", f"without {key}"])
    if key in {"size", "frame size"} and (len(value) < 3 or value.lower() in _BARE):
        return dice.choice([f"{key} {value}", value if not value.isdigit() else f"size {value}"])
    if value.isdigit() or value.lower() in _BARE:
        return f"{value} {key}" if "color" not in key else dice.choice([value, f"{value} {key}"])
    return dice.choice([value, value, value.lower(), f"{value} {key}" if len(value.split()) == 1 else value])


def options_as_said(dice: random.Random, options: Mapping[str, str]) -> str:
    return joined([option_as_said(dice, key, value) for key, value in options.items()])


def changed_options(line: Row, variant: Row) -> dict[str, str]:
    """The options of the variant in which it differs from what was bought."""
    return {key: value for key, value in variant["options"].items() if line["options"].get(key) != value}


def item_as_said(dice: random.Random, order: Row, place: int) -> str:
    """`the desk lamp`, `the lamp`; with what tells it from another one of its kind."""
    line = order["lines"][place]
    twins = [each for each in order["lines"] if each["title"] == line["title"]]
    title = line["title"].lower() if dice.random() < 0.75 else line["title"]
    if len(twins) == 1:
        head = title.split()[-1]
        rivals = [
            each for each in order["lines"] if head.lower() in each["title"].lower() and each is not line
        ]
        short = len(title.split()) > 1 and not rivals and len(head) > 4
        return f"the {head}" if short and dice.random() < 0.3 else f"the {title}"
    telling = {
        key: value
        for key, value in line["options"].items()
        if any(each["options"].get(key) != value for each in twins)
    }
    if not telling:
        return f"one of the {plural(title)}"
    trunk = {key: value for key, value in telling.items() if key in _TRUNK}
    if len({tuple(each["options"].get(key) for key in trunk) for each in twins}) == len(twins) and trunk:
        telling = trunk
    if len(telling) == 1 and dice.random() < 0.5:
        return f"the {options_as_said(dice, telling)} {title}"
    return f"the {title} in {options_as_said(dice, telling)}"


def plural(title: str) -> str:
    return title if title.endswith("s") else f"{title}s"


def items_as_said(dice: random.Random, order: Row, places: Collection[int]) -> str:
    """All of it, all but one, or each by name."""
    count = len(order["lines"])
    if len(places) == count > 1 and dice.random() < 0.6:
        both = ["both of them", "both items"] if count == 2 else []
        return dice.choice(["everything", "all of it", "all the items", *both])
    left = [place for place in range(count) if place not in places]
    if count > 2 and len(left) == 1 and dice.random() < 0.5:
        return f"everything {dice.choice(['except', 'but'])} {item_as_said(dice, order, left[0])}"
    return joined([item_as_said(dice, order, place) for place in sorted(places)])


def method_as_said(dice: random.Random, method: Row, among: Sequence[Row]) -> str:
    """`my visa`, `the card ending in 4242`, `paypal`."""
    if method["type"] == "credit_card":
        brand, four = dice.choice(_BRANDS[method["brand"]]), method["last_four"]
        exact = [f"my {brand} ending in {four}", f"the card ending in {four}", f"the {brand} ending {four}"]
        alone = sum(each.get("brand") == method["brand"] for each in among) == 1
        return dice.choice([*exact, f"my {brand}", f"the {brand}"] if alone else exact)
    if method["type"] == "paypal":
        return dice.choice(["my paypal", "PayPal", "my PayPal account", "paypal"])
    if method["type"] == "gift_card":
        return dice.choice(["my gift card", "the gift card", "my giftcard"])
    return dice.choice(["store credit", "store credit"])


_STATES = {
    "AZ": "Arizona", "CA": "California", "CO": "Colorado", "DC": "DC", "FL": "Florida", "IL": "Illinois",
    "IN": "Indiana", "NC": "North Carolina", "NY": "New York", "OH": "Ohio", "PA": "Pennsylvania",
    "TX": "Texas", "WA": "Washington",
}  # fmt: skip


def address_as_typed(dice: random.Random, address: Row) -> str:
    """In one message, with commas or on lines, the state in full or not."""
    street, unit, city = address["address1"], address["address2"], address["city"]
    state = address["state"] if dice.random() < 0.7 else _STATES.get(address["state"], address["state"])
    postcode = address["zip"]
    return dice.choice(
        [
            f"{street}, {unit}, {city}, {state} {postcode}",
            f"{street}, {unit}, {city}, {state}, {postcode}",
            f"{street} {unit}, {city} {state} {postcode}",
            f"{street}\n{unit}\n{city}, {state} {postcode}",
            f"{street}, {unit}, {city}, {state} {postcode}, USA",
            f"{street}, {unit}, {city} {state} {postcode}, United States",
        ]
    )


YES = (
    "yes", "yes please", "yep", "yeah go ahead", "sure", "ok do it", "yes, that's right", "Yes!",
    "sounds good", "please do", "yup", "ok", "perfect, thanks", "correct", "go ahead please",
)  # fmt: skip
CANCEL_REASONS = {
    "no_longer_needed": (
        "i don't need it anymore",
        "no longer needed",
        "changed my mind",
        "dont want it any more",
    ),
    "ordered_by_mistake": ("ordered it by mistake", "it was an accident", "i ordered twice by accident"),
    "other": ("another reason", "something else", "i'd rather not say"),
}
RETURN_REASONS = {
    "size": ("it's too small", "doesn't fit", "too big for me", "wrong size"),
    "damaged": ("it arrived broken", "it's damaged", "there's a crack in it", "it doesn't work"),
    "wrong_item": ("you sent me the wrong item", "that's not what i ordered", "wrong product"),
    "not_as_described": (
        "it's not as described", "looks nothing like the photo", "not what it was described as",
    ),
    "changed_mind": ("i changed my mind", "don't need it any more", "i just don't like it"),
    "other": ("another reason", "something else"),
}  # fmt: skip
CONDITIONS = {
    "unopened": ("unopened", "still sealed", "never opened it", "still in the original box"),
    "like_new": ("opened, but like new", "like new", "never used it but i opened the box"),
    "used": ("used", "i used it a few times", "it has been used"),
}


def greeted(dice: random.Random, text: str) -> str:
    """With or without the small talk and the care that people put into a message."""
    text = dice.choice(["hi, {}", "hello! {}", "{}", "{}", "{}", "{} please", "hey {}", "{} thanks"]).format(
        text
    )
    return text[0].upper() + text[1:] if dice.random() < 0.4 else text


def wording(dice: random.Random, *choices: str) -> Callable[[object], str]:
    """An answer that takes one of these each time it is asked."""
    return lambda heard: dice.choice(choices)
