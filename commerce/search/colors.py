"""The colours that shoppers ask for, and which are near to which."""

from collections.abc import Mapping

from commerce.search.words import words

SHADES = words(
    "light dark pale bright sky royal baby forest rose space hot off deep matte midnight warm soft"
)
_FAMILIES = {
    "black": "charcoal graphite onyx ebony",
    "white": "cream ivory snow pearl natural",
    "grey": "charcoal silver slate ash graphite",
    "blue": "navy teal turquoise indigo cobalt aqua azure denim",
    "red": "burgundy maroon crimson scarlet rust cherry wine",
    "green": "olive sage mint khaki emerald lime teal",
    "brown": "tan beige bronze copper chocolate camel walnut terracotta cognac",
    "yellow": "mustard gold lemon",
    "orange": "rust terracotta coral apricot amber",
    "pink": "rose coral magenta blush fuchsia salmon",
    "purple": "violet lilac lavender plum magenta mauve",
    "silver": "grey nickel chrome steel",
    "gold": "brass bronze copper",
    "beige": "cream tan oatmeal sand natural camel",
}
COLORS: frozenset[str] = frozenset(_FAMILIES) | frozenset(
    color for near in _FAMILIES.values() for color in near.split()
) - {"natural", "wine", "snow", "pearl", "ash", "steel", "lemon", "cherry", "sand", "walnut", "chocolate"}
NEAR: Mapping[str, frozenset[str]] = {
    color: frozenset(
        [
            *_FAMILIES.get(color, "").split(),
            *(head for head, near in _FAMILIES.items() if color in near.split()),
        ]
    )
    for color in COLORS
}
