"""Makes numbers and words of size in a wish read as they were meant, before options are looked for in it."""

import re
from collections.abc import Iterable, Mapping

from actions.language.spelling import stems

_NO_OPTION = re.compile(
    r"[$£€]\s?\d[\d,]*(?:\.\d+)?"
    r"|(?<![\w.])(?<!\d,)\d[\d,]*+(?:\.\d+)?\s?(?:[$£€%]|(?:dollars?|bucks?|usd|euros?|eur|gbp|quid|cents?|percent|points?"
    r"|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|times|stars?|o'?clock|am|pm)\b)"
)
_HOW_IT_FITS = re.compile(
    r"\b(?:(?:too|so|very|bit|little|slightly|rather|quite|way|much|really|super|awfully|runs?|ran|fits?|fitted"
    r"|feels?|felt|looks?|comes?\s+up|came\s+up|comes?\s+out|came\s+out)\s+)+"
    r"(?:small|large|big|medium|long|short|wide|narrow|light|dark|soft|firm|hard|low|high|thick|thin)\b"
)
_ELSEWHERE = r"u\.?k\.?|british|england|eu|eur|european|e\.u\."
_FOREIGN = re.compile(
    rf"\b(?:(?:size|sized|a|an)\s+)?"
    rf"(?:(?P<before>{_ELSEWHERE})(?:\s+sizes?)?|sizes?\s+(?P<called>{_ELSEWHERE}))"
    r"\s*(?P<number>\d{1,2}(?:\.5)?)(?![\w.]*\d)"
    r"|\b(?:size\s+)?(?P<first>\d{1,2}(?:\.5)?)\s*(?:in\s+)?"
    rf"(?P<after>{_ELSEWHERE})\b(?:\s+sizes?)?"
)
_AMERICAN = re.compile(
    r"\b(?:us|u\.s\.|american)(?:\s+sizes?)?\s*(?=\d)|(?<=\d)\s*(?:us|u\.s\.)\b(?!\s+dollars?)"
)
_FOR_WOMEN = re.compile(r"\b(?:women|woman|ladies|female)\b")
# How much more or less an American size is, for men and for women; docs: data/help/sizes.md.
_MORE_THAN_BRITISH = (1.0, 2.0)
_LESS_THAN_EUROPEAN = (33.0, 31.0)
_SMALLEST, _BIGGEST = 3.0, 18.0


def readable(text: str, everything: Iterable[Mapping[str, str]]) -> str:
    """`text`, in lower case, without sums, times and how it fits, and with shoe sizes as American ones.

    `everything` are the options of the variants: only where they have American shoe sizes are any converted.
    """
    options = [*everything]
    values = {stems(value) for each in options for value in each.values()}
    # "10 hours" of a battery are an option.
    plain = _NO_OPTION.sub(lambda match: match[0] if stems(match[0]) in values else _blank(match), text)
    plain = _HOW_IT_FITS.sub(_blank, plain)
    if not _have_shoe_sizes(options):
        return plain
    is_for_women = bool(_FOR_WOMEN.search(plain)) or any(
        _FOR_WOMEN.search(value.lower()) for each in options for value in each.values()
    )
    return _AMERICAN.sub("size ", _FOREIGN.sub(lambda match: _american(match, is_for_women), plain))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _have_shoe_sizes(options: Iterable[Mapping[str, str]]) -> bool:
    sizes = [each["size"] for each in options if "size" in each]
    return bool(sizes) and all(
        size.replace(".", "", 1).isdigit() and _SMALLEST <= float(size) <= _BIGGEST for size in sizes
    )


def _american(match: re.Match[str], is_for_women: bool) -> str:
    where = match["before"] or match["called"] or match["after"]
    number = float(match["number"] or match["first"])
    if where.startswith("eu") or where == "e.u.":
        size = number - _LESS_THAN_EUROPEAN[is_for_women]
    else:
        size = number + _MORE_THAN_BRITISH[is_for_women]
    return f"size {size:g}"
