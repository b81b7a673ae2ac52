"""Why an item comes back and what state it is in, in people's own words."""

import re

from commerce.returns.models import ItemCondition, ReturnReason

_REASONS = {
    ReturnReason.WRONG_ITEM: (
        r"wrong (item|product|thing|article|one|model|colou?r) (was )?(sent|came|arrived|delivered"
        r"|received)"
        r"|(sent|got|received|delivered)( me)? (the |a )?(wrong|different|another)"
        r"|^\W*(the )?wrong (item|product)"
        r"|not (what|the one) i (ordered|bought)|didn'?t order th"
    ),
    ReturnReason.DAMAGED: (
        r"broke|damage|\bcrack|\bscratch|defect|\bfault|shatter|\bsmash|\bleak|\btorn\b|\bripp?ed|\bchipped|\bdent"
        r"|dead\b|flicker"
        r"|(doesn'?t|does not|isn'?t|not|stopped|won'?t|never) (work|turn|start|charg|switch)|falling apart"
    ),
    ReturnReason.SIZE: (
        r"\btoo (small|big|large|tight|loose|long|short|wide|narrow|baggy)|(doesn'?t|does not"
        r"|don'?t|do not|didn'?t"
        r"|not) (really )?fit|fits? (badly|poorly)|wrong size"
        r"|^\W*(it'?s |because of )?(the |its )?size\W*$"
        r"|\bsize (is|was|isn'?t|wasn'?t|runs|issue|problem)\b|the fit\b|pinch"
    ),
    ReturnReason.NOT_AS_DESCRIBED: (
        r"not (quite )?(as|like|what|how) (it was |was |it'?s |i )?(described|pictured|advertised"
        r"|shown|expected)"
        r"|(look|is|are|was|were|seem)\w* (very |completely |totally |so )?different"
        r"|match (the )?(desc|pict|photo)"
        r"|mislead|(bad|poor|low|cheap) quality|quality (is|was)|the (photo|picture|description)"
    ),
    ReturnReason.CHANGED_MIND: (
        r"chang\w* (my|her|his|our) mind|(don'?t|do not|didn'?t|doesn'?t|does not) (really )?(need"
        r"|want|like|suit)"
        r"|no longer (need|want)|not need|(too many|twice|regret|unwanted|found it cheaper)"
        r"|\b(bought|order(ed)?|clicked|purchased|added|chose|picked)\b[^.?!]{0,40}\bby (mistake|accident)"
        r"|^\W*(it was |that was )?(just )?(a mistake|an accident|by (mistake|accident))\W*$"
        r"|not (for|right for) (me|her|him|us)|not my (style|taste|colou?r)|doesn'?t suit"
        r"|already (have|has|had)"
    ),
    ReturnReason.OTHER: (
        r"\b(other|another|different) reason|something else|rather not say|^\W*other\W*$|no reason"
    ),
}
_CONDITIONS = {
    ItemCondition.UNOPENED: (
        r"un-?opened|sealed|(never|not|haven'?t|hasn'?t|didn'?t|wasn'?t)( been| even)? open"
        r"|still (in|wrapped)"
        r"|original (box|pack)|not? opened|with (the )?tags"
    ),
    ItemCondition.LIKE_NEW: (
        r"like[- ]new|as new|good as new|brand new|\bnew\b|(never|not|haven'?t"
        r"|hasn'?t)( been)? (used|worn|tried)"
        r"|perfect|unused|unworn|\b(did|have|had|has) (already |actually |just )?open(ed)?\b"
        r"|(only |just )?tried (it |them )?on\b|mint|opened|(fine|good"
        r"|great) condition"
    ),
    ItemCondition.DAMAGED: r"broke|damage|crack|scratch|defect|torn|shatter|\bdent|faulty|not work|in pieces",
    ItemCondition.USED: r"\bused\b|\bworn\b|\bwore\b|washed|wear|a (few|couple of) times|second[- ]hand",
}
# What tells an item's state even where nobody asked for it.
_PLAIN_CONDITION = re.compile(
    r"un-?opened|\bsealed|still in (the|its) (box|wrapp)|like[- ]new|as new|brand new|unused|unworn"
    r"|never (been )?(used|worn|opened|wore)|\b(is|was|are|were|did|already|actually) (not )?open(ed)?\b"
    r"|(have|has|i|'ve|been|was|only) (used|worn|wore|opened"
    r"|washed) (it|them|once)",
    re.IGNORECASE,
)
# "It broke... no, I just changed my mind"
_PUTS_RIGHT = re.compile(
    r"(?<![.,;!…-])[.,;!…-]++\s*+(?:no|nope|wait|actually|i mean|sorry|scratch that)\b(?! longer)[\s,]*",
    re.IGNORECASE,
)
_REASON_PATTERNS = {reason: re.compile(pattern, re.IGNORECASE) for reason, pattern in _REASONS.items()}
_CONDITION_PATTERNS = {state: re.compile(pattern, re.IGNORECASE) for state, pattern in _CONDITIONS.items()}


def reason_in(text: str) -> ReturnReason | None:
    """The reason that `text` gives, the last where it puts itself right; None when it gives none."""
    told = [_reason(part) for part in (text, *_PUTS_RIGHT.split(text)[1:])]
    return next((reason for reason in reversed(told) if reason), None)


def _reason(text: str) -> ReturnReason | None:
    return next((reason for reason, pattern in _REASON_PATTERNS.items() if pattern.search(text)), None)


def condition_in(text: str) -> ItemCondition | None:
    """The state of an item that `text` tells; None when it tells none."""
    return next((state for state, pattern in _CONDITION_PATTERNS.items() if pattern.search(text)), None)


def tells_condition(text: str) -> bool:
    """Whether `text` tells an item's state beyond doubt, also where nobody asked for it."""
    return _PLAIN_CONDITION.search(text) is not None


_CORRECTS = re.compile(
    r"^\W*(?:no|nope|sorry|actually|wait|hold on|oh|i mean|correction|oops|my mistake)\b"
    r"|\b(?:actually|sorry)\W*$",
    re.IGNORECASE,
)


def corrects(text: str) -> bool:
    """Whether `text` begins or ends as what puts something right: "sorry, it's worn"."""
    return _CORRECTS.search(text) is not None


_GONE = re.compile(
    r"\b(?:i|we|somebody|someone|he|she|my \w+)(?:'ve| have|'d| had| has)?(?: \w+ly| just| already)?\s+"
    r"(?:lost|misplaced|threw|thrown|tossed|binned|gave|given|sold|donated|trashed|recycled|stole)\s+"
    r"(?:away |out )?"
    r"(?:it|them|one|that|this|those|both|the (?!receipt|box|label|tag|packag|invoice|bag|manual)\w+)\b"
    r"|\b(?:can'?t|cannot|couldn'?t) find (?:it|them)\b"
    r"|\b(?:no longer have|don'?t (?:even )?have) (?:it|them)\b(?! (?:in|with) the (?:box|packag))"
    r"|\b(?:it|they)(?:'s| is| was| were| are|'re)? (?:gone|lost|stolen|at the bottom of)\b",
    re.IGNORECASE,
)


def is_gone(text: str) -> bool:
    """Whether `text` says that the shopper no longer has the item, so that it cannot be sent back."""
    return bool(_GONE.search(text.replace("’", "'")))
