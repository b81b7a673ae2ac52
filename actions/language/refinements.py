"""What a shopper changes about a search: "cheaper", "in blue", "without leather", "more like the second"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from commerce.search.facets import COLOR, SIZE
from commerce.search.sentence import read_sentence
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Group, Order, Wanted

_MORE = re.compile(
    r"""^\W*(?:ok(?:ay)?,?\ |yes,?\ )?(?:(?:can|could)\ (?:you|i)\ )?(?:please\ )?
    (?:show|see|give|got|have|are\ there|any|send)?(?:\ me)?(?:\ some|\ any)?\s?
    (?:more(?:\ (?:of\ (?:them|these|those|the\ same)|results|options|products|choices))?
      | the\ (?:rest|next(?:\ ones)?|others?) | others? | next(?:\ page|\ ones)? | other\ (?:ones|options)
      | what\ else(?:\ is\ there|\ do\ you\ have|\ have\ you\ got)? | anything\ else | keep\ going)
    (?:\ please|\ pls)?\W*$""",
    re.VERBOSE,
)
_CHEAPER = re.compile(
    r"\b(?:cheaper|less expensive|less pricey|more affordable|lower (?:in )?price|lower[- ]priced"
    r"|too (?:expensive|dear|pricey|much(?: money)?|costly)|costs? less|(?:out of|over) my budget)\b"
)
_DEARER = re.compile(
    r"\b(?:more expensive|pricier|dearer|more (?:premium|upmarket|luxurious)|higher[- ]end|fancier"
    r"|better quality|nicer ones?|too cheap)\b"
)
_LIKE = re.compile(
    r"\b(?:like|similar to|as)\b(?! to\b)|\bsimilar\b|\bsame (?:style|kind|sort)\b"
    r"|\bmore of (?:the|that|this)\b"
)
_ONE = re.compile(r"\b(?:it|that|this|them|those|these|ones?)\b")
_FILTER = r"(?:colou?r|size|price|brand|rating|material|budget)"
_ANY = re.compile(
    rf"""\b(?:any|whatever|ignore|forget(?:\ about)?|drop|remove|never\ ?mind|no\ matter|regardless\ of)
    (?:\ the|\ what|\ which)?\ (?P<what>{_FILTER})s?\b
    | \b(?P<other>{_FILTER})\ (?:does\ ?n'?o?t|is\ ?n[o']t)\ (?:matter|important)\b
    | \bdon'?t\ care\ (?:about|what)\ (?:the\ )?(?P<third>{_FILTER})\b""",
    re.VERBOSE,
)
_PLACES = re.compile(
    r"(?<![\w$£€.])(?:the |number |no\.? |option |#)?"
    r"(?P<place>first|second|third|fourth|fifth|sixth|(?<=the )last|[1-9](?:st|nd|rd|th)"
    r"|(?<=#)[1-9]|(?<=number )[1-9]|(?<=option )[1-9])\b(?! (?:time|order|floor))"
)
_NAMES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "last": -1}
_NEW = re.compile(r"\b(?:start over|new search|something (?:completely |totally )?(?:else|different))\b")
_AND_NOW = re.compile(
    r"^\W*(?:and|or|but|what about|how about|no|rather|only|just|ok|actually|maybe|show me|in|not|without|any"
    r"|anything|do you have|have you got|got any|with|under|over|less|more|same|the|is there|are there)\b"
)
_SAYS_NO = re.compile(r"^\W*(?:no|nope|nah)\b\W*(?=\w)|\b(?:something|anything)\b")
_ACTS = re.compile(
    r"\b(?:remove|delete|undo|cancel|wait|put|back|keep|leave|mistake|oops|cart|basket|interested|before|never)\b"
)
_ASKS_WHY = re.compile(r"^\W*(?:but )?(?:why|who|how come|what for)\b")
_MINOR = 1


@dataclass(frozen=True)
class Page:
    """What was shown last: the search, and the products in their order with their prices in minor units."""

    wanted: Wanted
    prices: Mapping[str, int]

    @property
    def ids(self) -> Sequence[str]:
        """The products, as they were shown."""
        return list(self.prices)


@dataclass(frozen=True)
class Refined:
    """The search as it is now; `is_more` asks for more of the same."""

    wanted: Wanted
    is_more: bool = False


def place_in(text: str) -> int | None:
    """Which of several is meant, counted from 1, or -1 for the last; None when no place is said."""
    found = _PLACES.search(text.lower())
    if found is None:
        return None
    said = found["place"]
    return _NAMES.get(said) or int(said[0])


def product_at(text: str, ids: Sequence[str]) -> str | None:
    """The product of `ids` whose place is said."""
    place = place_in(text)
    if place is None or not ids or place > len(ids):
        return None
    return ids[-1] if place == -1 else ids[place - 1]


def asks_for_more(text: str) -> bool:
    """Whether `text` asks for more of what was shown: "what else"."""
    return _MORE.match(text.lower().replace("’", "'")) is not None


def refined(text: str, page: Page, vocabulary: Vocabulary) -> Refined | None:
    """The search of `page` as `text` changes it; None when it is not about that search."""
    said = text.lower().replace("’", "'")
    is_of_filter = _ANY.search(said) is not None
    if _NEW.search(said) or _ASKS_WHY.search(said) or (_ACTS.search(said) and not is_of_filter):
        return None
    if _MORE.match(said):
        return Refined(page.wanted, is_more=True)
    meant = product_at(said, page.ids)
    if _LIKE.search(said) and (meant or (_ONE.search(said) and len(page.ids) == 1)):
        return Refined(Wanted(near=meant or page.ids[0]))
    changed = _priced(said, _without_filter(said, page.wanted), page, meant)
    wanted = _merged(changed, read_sentence(_unsaid(said), vocabulary), said)
    return Refined(wanted) if wanted not in (None, page.wanted) else None


def _unsaid(said: str) -> str:
    said = _SAYS_NO.sub(" ", said)
    for pattern in (_CHEAPER, _DEARER, _ANY, _PLACES):
        said = pattern.sub(" ", said)
    return said


def _without_filter(said: str, wanted: Wanted) -> Wanted:
    found = _ANY.search(said)
    if found is None:
        return wanted
    what = (found["what"] or found["other"] or found["third"]).replace("colour", COLOR)
    if what in ("price", "budget"):
        return replace(wanted, lowest=None, highest=None)
    if what == "rating":
        return replace(wanted, stars=None)
    return replace(
        wanted,
        filters=tuple(group for group in wanted.filters if not _is_of(group, what)),
        loose=tuple(group for group in wanted.loose if not _is_of(group, what)),
    )


def _is_of(group: Group, name: str) -> bool:
    return any(facet.partition(":")[0] == name for facet in group)


def _priced(said: str, wanted: Wanted, page: Page, meant: str | None) -> Wanted:
    prices = [page.prices[meant]] if meant else list(page.prices.values())
    if not prices:
        return wanted
    if _CHEAPER.search(said):
        below = min(prices) if meant or len(prices) == 1 else max(min(prices), _middle(prices))
        return replace(wanted, highest=below - _MINOR, order=Order.CHEAPEST, near=None)
    if _DEARER.search(said):
        return replace(wanted, lowest=max(prices) + _MINOR, highest=None, order=Order.CHEAPEST)
    return wanted


def _middle(prices: Sequence[int]) -> int:
    return sorted(prices)[len(prices) // 2]


def _merged(old: Wanted, new: Wanted, said: str) -> Wanted | None:
    """The old search with what is newly said; None when the new one stands for itself."""
    goes_on = bool(_AND_NOW.match(said) or _ONE.search(said))
    if new.kinds and new.kinds != old.kinds:
        if not (goes_on and re.match(r"^\W*(?:and|or|what about|how about|rather|no)\b", said)):
            return None
        old = replace(old, kinds=new.kinds, words=(), text=new.text, loose=(), near=None)
    elif new.words:
        is_new = not old.kinds and re.match(r"^\W*(?:show me|do you have|have you got|got any)\b", said)
        if not goes_on or (is_new and not _ONE.search(said)):
            return None
        words = tuple(dict.fromkeys([*old.words, *new.words]))
        old = replace(old, words=words, text=f"{old.text} {new.text}".strip(), order=None)
    for group in new.filters:
        names = {facet.partition(":")[0] for facet in group}
        old = old.filtered(group)
        if SIZE in names:
            old = replace(old, loose=tuple(each for each in old.loose if not _is_of(each, SIZE)))
    undone = tuple(facet for facet in old.without if not any(facet in group for group in new.filters))
    return replace(
        old,
        loose=tuple(dict.fromkeys([*old.loose, *new.loose])),
        without=tuple(dict.fromkeys([*undone, *new.without])),
        without_words=tuple(dict.fromkeys([*old.without_words, *new.without_words])),
        filters=tuple(group for group in old.filters if not set(group) <= set(new.without)),
        lowest=new.lowest if new.lowest is not None else old.lowest,
        highest=new.highest if new.highest is not None else old.highest,
        stars=new.stars or old.stars,
        order=new.order or old.order,
        unknown=(),
        corrected=new.corrected,
    )
