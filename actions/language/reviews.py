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
    r"(?:customer |online |delivery |support |whole |entire )?(?:shop|store|service|company|seller|courier"
    r"|driver|carrier|delivery|shipping|chat|conversation|agent|bot|website)"
    # No "delivery bag", nor "service bell".
    r"(?=\W*$|[.,;:!?]|\W+(?:please|and|was|is|were|with|here|now|for|because|so|today|on|in|went|person|i|that|who|a|an|\d|one|two"
    r"|three|four|five|stars?)\b)"
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
_ASKS = r"^(?=.*\?|\W*(?:\w+\W+){0,2}(?:who|how|can|could|may|do|does|is|are|must|should|what|which|rules)\b)"
_RULES = (
    rf"{_ASKS}.*\b(?:who (?:can|may|checks|reads)|how long|how many words"
    r"|(?:add|attach|include|upload|post|send|with|put)\b.{0,12} (?:photos?|pictures?|images?|videos?)"
    rf"|how do {_REVIEW} work|can (?:everybody|anybody|anyone)|rules (?:of|for)|do i need to)\b"
    rf"|\b(?:photos?|pictures?|images?|videos?) (?:(?:to|in|on|with|for) (?:my |the |a )?)?{_REVIEW}\b"
    rf"|\b{_REVIEW} with (?:an? )?(?:photos?|pictures?|images?|videos?)\b"
    r"|\b(?:anonymous\w*|without an account)\b"
)
_OWN = (
    rf"\b(?:my|the) {_REVIEW}\b.{{0,25}}\b{_GONE}\b|\b{_GONE}\b.{{0,15}}\bmy {_REVIEW}\b"
    rf"|\b(?:where(?:'s| is| are| do i (?:find|see))|what happened to|status of|how do i (?:find|see)"
    rf"|show(?: me)?|list|see)\b.{{0,12}}\b(?:my {_REVIEW}\b|(?:the )?{_REVIEW} i(?:'ve| have)? w)"
)
_STORE = (
    r"\b(?:trustpilot|yelp|survey|testimonial|public site)\b"
    r"|\bgoogle (?:review|rating)s?\b|\b(?:on|at|to|through|via) google(?: maps)?(?=\W*$|[.,;!?])"
    r"|\b(?:rate|rating|review|reviewing|stars?|feedback|points|grade|score|comments?|opinion|think) "
    r"(?:(?:on|of|about|for|to) )?(?:how )?(?:the |your |this |ur |our |my )?"
    rf"(?:(?:\w+ )?experience (?:with|at|in) (?:the |your |this ))?{_OF_STORE}"
    rf"|\bgive (?:the |your |this |ur |our ){_OF_STORE}"
)
_MEANT = {
    About.REMOVAL: re.compile(_REMOVAL, re.IGNORECASE),
    About.RULES: re.compile(_RULES, re.IGNORECASE),
    About.OWN: re.compile(_OWN, re.IGNORECASE),
    About.STORE: re.compile(_STORE, re.IGNORECASE),
}
# What is reviewed may speak of anything: "review of the frame: 5 stars, the delivery was fast".
_ITS_WORDS = re.compile(rf"(?P<head>\b(?:rate|{_REVIEW})\b[^:]*):.*", re.IGNORECASE | re.DOTALL)
_CHANGES = re.compile(
    rf"\b(?:edit|change|update|rewrite|redo|fix|correct)\b.{{0,25}}\b{_REVIEW}\b"
    rf"|\b{_REVIEW} (?:has|have) a typo",
    re.IGNORECASE,
)


def about_reviews(text: str) -> About:
    """What `text`, said of reviews, wants."""
    if changes_review(text):
        return About.WRITING
    asked = _ITS_WORDS.sub(r"\g<head>", text)
    return next((about for about, pattern in _MEANT.items() if pattern.search(asked)), About.WRITING)


def changes_review(text: str) -> bool:
    """Whether a review that was written is to be changed."""
    return _CHANGES.search(text) is not None
