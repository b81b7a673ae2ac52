"""What is said right after something was told or done, and says nothing without it: "put it back"."""

import re

_LEAD = (
    r"^\W*(?:(?:oh|ok|okay|no|nope|wait|sorry|oops|actually|hmm+|and|so|then|please|pls|hey|well|but|can you"
    r"|could you|can i|could i|i want to|i'?d like to|wanna|just)\W+)*"
)
_END = (
    r"(?:\W+(?:please|pls|plz|then|now|again|in|thanks|thx|actually|in(?:to)? (?:my|the) (?:cart|basket|bag)"
    r"|on|there|wait|sorry))*\W*$"
)
_ITEM = r"(?:it|that|this|them|those|everything|the (?:item|last (?:one|change|thing)))"
_UNDOES = re.compile(
    rf"{_LEAD}(?:(?:undo|revert|restore)(?: {_ITEM})?|put back|go back"
    rf"|(?:put|bring|get|have|add|take|i (?:want|need)|give me) {_ITEM} back){_END}"
    r"|\b(?:didn'?t|did not) mean (?:to|that|it)\b|\bwrong one\W*$|\bby (?:mistake|accident)\b"
    r"|\b(?:that|it) was (?:a mistake|an accident|wrong)\b|^\W*(?:oops|whoops|my bad|changed my mind)\W*$",
    re.IGNORECASE,
)
_ORDERED = re.compile(r"\b(?:order(?:s|ed)?|bought|received|delivered|arrived)\b", re.IGNORECASE)
_PUTS_IN_AGAIN = re.compile(
    rf"{_LEAD}(?:(?:add|put|re-?add) {_ITEM}(?: (?:in|back|again|to (?:my|the) \w+))*"
    rf"|i want {_ITEM} after all|(?:keep|leave) {_ITEM}(?: in)?(?: after all)?){_END}",
    re.IGNORECASE,
)
_WORTH = re.compile(
    r"\b(?:how much|what)\b.{0,12}\b(?:are|is|would|do)\b.{0,6}\b(?:they|that|those|these|it|them)\b.{0,12}"
    r"\b(?:worth|in (?:dollars|money|cash|usd))\b|\bworth how much\b"
    r"|\b(?:in (?:dollars|money|cash))\b.{0,3}$|^\W*how much (?:money )?is (?:it|that)(?: in \w+)?\W*$",
    re.IGNORECASE,
)
_USES = re.compile(
    rf"{_LEAD}(?:(?:let'?s|i'?ll|yes|yeah|can i|could i|may i|how (?:do|can) i)\W+)*"
    r"(?:(?:use|redeem|spend|cash(?: in)?|convert|turn|apply|exchange)\W+"
    r"(?:them|those|these|it|that|all|everything|my points|the points|half)\b"
    r"(?!.*\b(?:card|visa|order|code|coupon)\b)"
    rf"|(?:all|half)(?: of (?:them|it|my points))?{_END}|every(?:thing| last one){_END})",
    re.IGNORECASE,
)
_CANCELS = re.compile(
    rf"{_LEAD}(?:(?:let'?s|never ?mind|i'?ve changed my mind|changed my mind)\W+)*"
    rf"(?:cancel|call off|stop|withdraw|undo|abort)(?: (?:it|that|this|the (?:return|exchange)"
    rf"|my (?:return|exchange)))?{_END}"
    rf"|{_LEAD}(?:i(?:'?ll| will| want to|'?d rather|'?d like to)? )?keep (?:it|them)(?: after all)?{_END}",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:return |shipping |postage )?labels?\b", re.IGNORECASE)
_OTHER_LABEL = re.compile(
    r"\b(?:size|care|brand|price|record|name|gift|private|address) labels?\b|\blabel (?:maker|printer)",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"\b(?:how|where|what)\b.{0,25}\b(?:do|can|should|must|to|have|shall)\b.{0,12}\b(?:send|ship|mail"
    r"|post|drop|return|take|bring|hand|give|pack|package)\b"
    r".{0,6}\b(?:it|them|this|that|back|off|in|the (?:parcel|package|box|item|stuff|return|thing))\b"
    r"|\bdrop(?:ping)?[- ]?off\b|\bwhere does it go\b|\bwhat (?:do i do|now|next|happens next)\b"
    r"|\bhow does (?:it|this|that) work\b",
    re.IGNORECASE,
)
_NOT_COME = re.compile(
    r"\b(?:never|not|no|hasn'?t|haven'?t|didn'?t|don'?t|isn'?t|nothing|cannot|can'?t|without)\b.{0,30}"
    r"\b(?:got|get|received?|arrived?|come|came|there|see|seen|shows?|showed|showing|seeing|find|here"
    r"|landed|appear\w*|on my (?:account|card|statement)|in my account)\b"
    r"|\bnothing\b.{0,20}\b(?:account|card|statement|bank|there|here|yet)\b|\bstill (?:waiting|missing"
    r"|not|nothing)\b|\b(?:it'?s|its|is) (?:still )?missing\b"
    r"|\bwhere is it\b|\bwhere'?s (?:it|my money|the money)\b|\bnot on my (?:card|account|statement)\b"
    r"|\b(?:less than|too little|not enough|only (?:got|get|received)|rest of (?:it|my|the))\b"
    r"|\b(?:wrong|old|closed) (?:card|account)\b|\b(?:card|account) (?:is|was|has been|got) (?:closed"
    r"|cancell?ed"
    r"|expired|lost|blocked|stolen)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:when|how (?:long|soon|many days))\b.{0,20}\b(?:it|that|they|the money|my money|i|take|takes)\b"
    r"(?!.*\b(?:order|parcel|package|send|ship|return)\b)",
    re.IGNORECASE,
)
_WHERE_TO = re.compile(
    r"^\W*(?:(?:to|and|on|so|but|wait|hm+)\W+)*(?:which|what) (?:card|account|method)\b|\bwhere did (?:it"
    r"|the money) go\b"
    r"|^\W*(?:and )?(?:how much|what amount|what day)(?: was (?:it|that))?\W*$",
    re.IGNORECASE,
)
_OWN_CODE = re.compile(
    r"\b(?:my|the|that) (?:code|link)\b|\bshare (?:it|that|this)\b"
    r"|\b(?:how much|what) (?:do|does|will|would|can) (?:they|i|we|he|she|my friend|a friend"
    r"|the friend)s?\b.{0,10}"
    r"\b(?:get|receive|save|earn)\b",
    re.IGNORECASE,
)
_WHO_USED = re.compile(r"\b(?:who|how many|any ?one|any ?body|used|joined|signed up)\b", re.IGNORECASE)
_EARNS = re.compile(
    r"\bhow\b.{0,20}\b(?:earn|collect|get)\b.{0,12}\b(?:more|them|points|those|some)\b", re.IGNORECASE
)
_MY_POINTS = re.compile(
    r"\b(?:do|have) i (?:have|got) (?:any|some|enough)\b|\bhow many (?:do|have) i\b"
    r"|\b(?:when|do|will) (?:do |will )?(?:they|mine|those) expire\b",
    re.IGNORECASE,
)
_OFF_AGAIN = re.compile(
    r"\b(?:don'?t|do not|stop) (?:use|using|apply)\b|\btake (?:it|that|them) off\b|\b(?:remove"
    r"|undo) (?:it|that|them)\b"
    r"|^\W*(?:no\W+)?(?:undo|remove)\W*$|\bnot (?:with|now)\b",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"\b(?:i|we)(?:'ve| have)?(?: already| just)? (?:sent|shipped|mailed|posted|dropped|handed)\b.{0,20}"
    r"\b(?:it|them|off|in|back|yesterday|today|already|the (?:parcel|package))\b",
    re.IGNORECASE,
)
_WHO_CAME = re.compile(
    r"\b(?:who|which friends?|how many (?:friends|people))\b.{0,20}\b(?:refer\w*|invit\w*)\b",
    re.IGNORECASE,
)
_PERKS = re.compile(
    r"\b(?:perks?|benefits?|advantages?|rewards?)\b|\bwhat (?:do|does|would)\b.{0,25}\b(?:get|give|bring"
    r"|offer|include|mean)\b"
    r"|\bwhat'?s (?:in it|so good)\b",
    re.IGNORECASE,
)
_REWARD = re.compile(r"\b(?:rewards?|bonus|credit|points|my \$?\d+|prize)\b", re.IGNORECASE)
_WHERE = re.compile(
    r"\b(?:where|when|did|get|got|receive|how (?:much|long)|what|never|not|yet|still)\b",
    re.IGNORECASE,
)
_OF_FRIENDS = re.compile(r"\b(?:refer\w*|invit\w*)\b", re.IGNORECASE)


def undoes(text: str) -> bool:
    """Whether `text` wants what was just done to the cart to be as it was."""
    return _UNDOES.search(_plain(text)) is not None and _ORDERED.search(text) is None


def puts_in_again(text: str) -> bool:
    """Whether `text` wants what was just taken out to be in again: "add it again"."""
    return _PUTS_IN_AGAIN.search(_plain(text)) is not None


def asks_worth(text: str) -> bool:
    """Whether `text` asks what points that were just told are worth."""
    return _WORTH.search(_plain(text)) is not None


def uses_them(text: str) -> bool:
    """Whether `text` wants what was just told to be used: "use them", "all of them"."""
    return _USES.match(_plain(text)) is not None


def cancels_it(text: str) -> bool:
    """Whether `text` wants what was just told of to be cancelled: "cancel it", "I'll keep them"."""
    return _CANCELS.search(_plain(text)) is not None


def speaks_of_return_label(text: str) -> bool:
    """Whether a return's label is spoken of."""
    return _LABEL.search(text) is not None and _OTHER_LABEL.search(text) is None


def asks_how_to_send(text: str) -> bool:
    """Whether `text` asks how or where something goes back: "where do I drop it off"."""
    return _SENDS.search(_plain(text)) is not None


def has_not_come(text: str) -> bool:
    """Whether `text` says that what was told of has not arrived: "I never got it"."""
    return _NOT_COME.search(_plain(text)) is not None


def asks_when(text: str) -> bool:
    """Whether `text` asks when what was told of arrives: "when will I get it"."""
    return _WHEN.search(text) is not None


def asks_where_to(text: str) -> bool:
    """Whether `text` asks more of what was told: to which card, how much."""
    return _WHERE_TO.search(_plain(text)) is not None


def asks_for_own_code(text: str) -> bool:
    """Whether `text`, said of a referral, asks for the code or what it brings: "how much do they get"."""
    plain = _plain(text)
    return _OWN_CODE.search(plain) is not None and _WHO_USED.search(plain) is None


def earns_more(text: str) -> bool:
    """Whether `text` asks how points are earned."""
    return _EARNS.search(_plain(text)) is not None


def asks_of_own_points(text: str) -> bool:
    """Whether `text`, said of points, asks for one's own: "do I have any"."""
    return _MY_POINTS.search(_plain(text)) is not None


def goes_off_again(text: str) -> bool:
    """Whether what was just put on a cart is to go off it: "don't use it"."""
    return _OFF_AGAIN.search(_plain(text)) is not None


def has_sent(text: str) -> bool:
    """Whether `text` says that the package of a return is on its way."""
    return _SENT.search(_plain(text)) is not None


def asks_who_came(text: str) -> bool:
    """Whether `text` asks for those who were invited: "who did I refer"."""
    return _WHO_CAME.search(text) is not None


def asks_for_perks(text: str) -> bool:
    """Whether `text` asks what a tier brings."""
    return _PERKS.search(_plain(text)) is not None


def asks_for_reward(text: str) -> bool:
    """Whether `text` asks what has become of a reward."""
    return _REWARD.search(text) is not None and _WHERE.search(text) is not None


def speaks_of_invited(text: str) -> bool:
    """Whether friends who were invited are spoken of."""
    return _OF_FRIENDS.search(text) is not None


def _plain(text: str) -> str:
    return text.replace("’", "'")
