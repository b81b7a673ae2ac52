"""What a variant is found by exactly: `color:black`, `size:9`, `kind:running shoe`, `stars:4`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commerce.search.normalise import normalised, stems
from commerce.search.words import words

COLOR = "color"
SIZE = "size"
KIND = "kind"
TITLE = "title"  # a term of the vocabulary: a word of some title
CATEGORY = "category"
BRAND = "brand"
STARS = "stars"
SALE = "sale:yes"
MATERIAL = "material"
LONGEST_KIND = 3  # words
LONGEST_VALUE = 3  # words of an attribute: what is longer is a text and no value

# Names of options that shoppers all call a size.
_SIZES = words("""
    size waist length width height capacity storage weight frame thickness volume memory inseam
    """)
_SIZE_LETTERS = {
    "xxs": "xxs", "x small": "xs", "extra small": "xs", "xs": "xs", "small": "s", "s": "s", "medium": "m",
    "m": "m", "large": "l", "l": "l", "x large": "xl", "extra large": "xl", "xl": "xl", "2xl": "xxl",
    "double xl": "xxl", "xx large": "xxl", "xxl": "xxl", "3xl": "xxxl", "xxx large": "xxxl", "xxxl": "xxxl",
}  # fmt: skip
# A title's first part names the thing; what follows says more of it: "Trail Shoe - Men's, blue".
_REST_OF_TITLE = re.compile(r"\s[-–—|]\s|[,(:]|\s(?:for|with|in|by)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a product."""

    title: str
    category_id: str | None
    brand: str | None
    attributes: Mapping[str, str]
    rating: float | None


def facets_of(product: Described, options: Mapping[str, str], *, is_on_sale: bool) -> list[str]:
    """Every facet of a variant with these `options`, sorted."""
    found = set(_of_product(product))
    told = {name: value for name, value in product.attributes.items() if len(value.split()) <= LONGEST_VALUE}
    for name, value in [*told.items(), *options.items()]:
        found.update(option_facets(name, value))
    if is_on_sale:
        found.add(SALE)
    return sorted(found)


def option_facets(name: str, value: str) -> Iterator[str]:
    """The facets of an option: its own, that of sizes for all that is one, each colour of a mixture."""
    option, plain = option_name(name), option_value(name, value)
    yield f"{option}:{plain}"
    if _is_size(option):
        yield f"{SIZE}:{plain}"
    if option == COLOR:
        for part in plain.split():
            yield f"{COLOR}:{part}"


def option_name(name: str) -> str:
    """The name of an option as facets have it."""
    plain = normalised(name)
    return COLOR if plain.endswith(("color", "colors", "finish")) else plain


def option_value(name: str, value: str) -> str:
    """The value of an option as facets have it; sizes by their letters."""
    plain = normalised(value)
    return _SIZE_LETTERS.get(plain, plain) if _is_size(option_name(name)) else plain


def kinds_of(title: str) -> list[str]:
    """What a title may be called for short, in the singular: "Tempo Running Shoes" is a "running shoe".

    Figures at its end, as in "Floor Lamp 100%", are no part of that.
    """
    words = stems(_REST_OF_TITLE.split(title, maxsplit=1)[0])
    while words and not words[-1].isalpha():
        words = words[:-1]
    return [" ".join(words[-length:]) for length in range(1, min(LONGEST_KIND, len(words)) + 1)]


def _is_size(option: str) -> bool:
    return not _SIZES.isdisjoint(option.split())


def _of_product(product: Described) -> Iterator[str]:
    for kind in kinds_of(product.title):
        yield f"{KIND}:{kind}"
    if product.category_id:
        yield f"{CATEGORY}:{product.category_id}"
    if product.brand:
        yield f"{BRAND}:{normalised(product.brand)}"
    for stars in range(1, int(product.rating or 0) + 1):
        yield f"{STARS}:{stars}"
