"""What is meant by words about reviews: to write one, to hear of one's own, to take it away, or the rules."""

import re
from enum import StrEnum

_REVIEW = r"(?:reviews?|ratings?|comments?|opinions?|stars)"
_GONE = (
    r"(?:show\w*|publish\w*|appear\w*|delet\w*|remov\w*|reject\w*|refus\w*|disappear\w*|gone|missing|online"
    r"|visible|lost|live|accepted|approved|there)"
)
_TAKEN = r"(?:delete|remove|withdraw|erase|take (?:down|back|off))"
_OF_STORE = (
    r"(?:shop|store|service|company|seller|courier|driver|carrier|delivery|shipping|chat|conversation"
    r"|agent|bot)"
)


class About(StrEnum):
    """What a message about reviews wants."""

    WRITING = "writing"
    OWN = "own"  # where what one wrote stands
    REMOVAL = "removal"
    STORE = "store"  # the shop, a delivery or the chat is to be rated, or somewhere else
    RULES = "rules"


_REMOVAL = (
    rf"\b{_TAKEN}\b.{{0,20}}\b(?:my|the|that|a)\b.{{0,20}}\b{_REVIEW}\b(?!.*\b(?:give|change)\b)"
    rf"|\b{_REVIEW}\b.{{0,12}}\b(?:taken down|(?:be|get) (?:deleted|removed))\b"
)
_RULES = (
    r"\b(?:who (?:can|may|checks|reads)|how long|how many words|anonymous\w*|without an account|photos?"
    rf"|pictures?|images?|videos?|how do {_REVIEW} work|can (?:everybody|anybody|anyone)|rules (?:of|for)"
    r"|do i need to)\b"
)
_OWN = (
    rf"\b(?:my|the) {_REVIEW}\b.{{0,25}}\b{_GONE}\b|\b{_GONE}\b.{{0,15}}\bmy {_REVIEW}\b"
    rf"|\b(?:where(?:'s| is| are| do i (?:find|see))|what happened to|status of|how do i (?:find|see)"
    rf"|show(?: me)?|list|see)\b.{{0,12}}\b(?:my {_REVIEW}\b|(?:the )?{_REVIEW} i(?:'ve| have)? w)"
)
_STORE = (
    r"\b(?:trustpilot|google|yelp|survey|testimonial|public site)\b"
    r"|\b(?:rate|rating|review|stars?|feedback|points|grade|score)\b(?:\W+\w+){0,4}?\W+"
    rf"(?:(?:your|the|this|ur|our) )?{_OF_STORE}\b"
    rf"|\bgive (?:the|your|this|ur) {_OF_STORE}\b|\b(?:about|on|of) (?:the|your|this|ur) {_OF_STORE}\b"
)
_MEANT = {
    About.REMOVAL: re.compile(_REMOVAL, re.IGNORECASE),
    About.RULES: re.compile(_RULES, re.IGNORECASE),
    About.OWN: re.compile(_OWN, re.IGNORECASE),
    About.STORE: re.compile(_STORE, re.IGNORECASE),
}
_CHANGES = re.compile(
    rf"\b(?:edit|change|update|rewrite|redo|fix|correct)\b.{{0,25}}\b{_REVIEW}\b"
    rf"|\b{_REVIEW} (?:has|have) a typo",
    re.IGNORECASE,
)


def about_reviews(text: str) -> About:
    """What `text`, said of reviews, wants."""
    if changes_review(text):
        return About.WRITING
    return next((about for about, pattern in _MEANT.items() if pattern.search(text)), About.WRITING)


def changes_review(text: str) -> bool:
    """Whether a review that was written is to be changed."""
    return _CHANGES.search(text) is not None
