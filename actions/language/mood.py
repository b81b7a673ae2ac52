"""Whether words that name a deed ask for it, or forbid it, ask about it, or wonder."""

import re
from enum import StrEnum
from functools import cache

from actions.language.verbs import Forms, forms_of, verbs_put_right


class Mood(StrEnum):
    """What is said of a deed."""

    ASKS_FOR = "asks_for"  # it is to be done
    FORBIDS = "forbids"  # it is not to be done
    ASKS_WHETHER = "asks_whether"  # whether, when or why it was done
    WONDERS = "wonders"  # whether it should be done, and what would come of it


_CLAUSES = re.compile(r"[.!?;,\n]+|(?<!\s)\s++(?:but|and|so|then|because|cause|since|or)\s+", re.IGNORECASE)
_GO_AHEAD = re.compile(r"\b(?:go|going) (?:ahead|on) and\b", re.IGNORECASE)
_WE = r"(?:i|we|you|u|they|he|she|someone|somebody|anyone|anybody|the store|your (?:team|store|people))"
_NOT = r"(?:do not|don'?t|dont|did not|didn'?t|does not|doesn'?t|never|not|no longer|won'?t|wouldn'?t)"
_LEAD = (
    r"(?:(?:and|so|but|hi|hello|hey|ok|okay|wait|please|also|well|um|just|oh|no|yes|actually|then|or)\W+)*"
)
_SOMEBODY = r"(?:for |on |about |of )?(?:(?:you|me|us|anyone|them|it)\s+)?"
_BELIEVES = (
    r"(?:thought|think|believed?|assumed?|guess|figured|swear|sworn|sure|remember|supposed|know|tell me|check"
    r"|confirm|find out)"
)
_PONDERS = r"(?:thinking|think|considering|consider|wondering|unsure|undecided|debating|tempted|not sure)"
_WISHING = (
    r"(?:want(?:ed|ing)?|need(?:ed)?|wish|like|mean|meant|intend(?:ing)?|plan(?:ning)?|try(?:ing)?|ask(?:ed|ing)?"
    r"|going|looking|here|say|said|tell|told|think(?:ing)?|feel like|authori[sz]ed?|request(?:ed|ing)?)"
)
_ADVERBS = r"(?:(?:please|pls|ever|just|actually|even|really|dare|you|yet|now|definitely|accidentally)\s+)*"
_ARTICLE = r"(?:(?:a|an|any|the|my|that|this|for|about|it|another|your)\s+){0,3}"
_OBJECT = r"(?:\s+(?!you\b|i\b|we\b|they\b|just\b|already\b|been\b|not\b|ever\b|yet\b)[\w#'-]+)"
_KEEPS = re.compile(
    r"\b(?:keep|leave) (?:my|the|this|that) (?:\w+ )?(?:orders?|purchase|return|exchange|address|card)\b"
    r"(?! (?:at|with|in|by|for|on)\b)",
    re.IGNORECASE,
)
_SHOULD = re.compile(rf"{_LEAD}(?:should|shall) (?:i|we)\b", re.IGNORECASE)
# A last word that takes back what was said before it: "... but I don't", "... but I'll keep it". That
# something is not needed or wanted is why it is cancelled.
_I = r"\s*(?:but |and |so |then |now |actually |i think )*(?:i|we)(?:'?ll| will|'?d| would|'?ve| have)? ?"
_STILL = r"(?: now| anyway| after all| instead| please)*\s*"
_TAKES_BACK = re.compile(
    _I + r"(?:(?:do not|don'?t|won'?t|will not|wouldn'?t|rather not|not)(?: (?:want|wish) to)?"
    r"|(?:decided|chose) not to)" + _STILL
)
_KEEPS_IT = re.compile(
    _I + r"(?:decided to |want to |wanna |rather |just |gonna )*keep(?:ing)? "
    r"(?:it|them|that|this|everything|both|(?:the|my) order)" + _STILL
)
# Who keeps the goods wants no return of them any more.
_ENDS_A_RETURN = re.compile(
    r"\b(?:cancel|call off|stop|withdraw|undo|drop|forget)\w*\b.{0,20}\b(?:returns?|exchange|rma)\b"
)
_ASKS_ONCE_MORE = re.compile(
    rf"^\W*(?:sorry\W+)?{_LEAD}(?:what|where|when|which|who|how (?:much|many))(?:'?s|'?re)?\b"
    r".{0,80}\bagain\W*$",
    re.IGNORECASE,
)
_IS_BROKEN = (
    r"(?:broken|damaged|cracked|defective|faulty|missing|lost|late|scratched|dented|torn|wrong|incomplete)"
)
_NOT_BROKEN = re.compile(
    rf"\b(?:(?:is|was|are|were)(?: not|n'?t)|isnt|wasnt|arent|nothing(?: (?:is|was|came|arrived))?|not)"
    rf"(?: (?:the|a|any|at all|really|actually))* {_IS_BROKEN}\b",
    re.IGNORECASE,
)


def mood_of(text: str, verbs: tuple[str, ...], acts: str = "") -> Mood:
    """What `text` says of doing `verbs`, in which `acts` name it as a thing ("a refund").

    What asks for it in one clause asks for it, whatever the others say. Words without any of the verbs ask
    for it as well: then it was understood otherwise.
    """
    if not verbs:
        return Mood.ASKS_FOR
    patterns = _patterns(verbs, acts)
    plain = verbs_put_right(_GO_AHEAD.sub("", text.replace("’", "'").lower()), verbs)
    clauses = [clause for clause in _CLAUSES.split(plain) if clause.strip()]
    moods = [patterns.mood_of(clause) for clause in clauses]
    said = [mood for mood in moods if mood is not None]
    if said and moods[-1] is None and _is_taken_back(plain, clauses[-1]):
        return Mood.FORBIDS
    if not said:
        return _mood_without_verbs(plain)
    return next((mood for mood in (Mood.ASKS_FOR, *said) if mood in said), Mood.ASKS_FOR)


def _mood_without_verbs(text: str) -> Mood:
    if _KEEPS.search(text):
        return Mood.FORBIDS
    return Mood.WONDERS if _SHOULD.match(text) else Mood.ASKS_FOR


def _is_taken_back(text: str, last_clause: str) -> bool:
    if _TAKES_BACK.fullmatch(last_clause):
        return True
    return bool(_KEEPS_IT.fullmatch(last_clause)) and not _ENDS_A_RETURN.search(text)


def asks_once_more(text: str) -> bool:
    """Whether `text` wants to be told something again: "what's my order again?"."""
    return _ASKS_ONCE_MORE.search(text.replace("’", "'")) is not None


def denies_a_problem(text: str) -> bool:
    """Whether `text` says that nothing is wrong: "no, it is not broken"."""
    rest, denied = _NOT_BROKEN.subn(" ", text.replace("’", "'"))
    return bool(denied) and not re.search(rf"\b{_IS_BROKEN}\b", rest, re.IGNORECASE)


class _Patterns:
    """What tells the moods of one set of verbs apart."""

    def __init__(self, forms: Forms, acts: str) -> None:
        base, done, doing = forms.base, forms.done, forms.doing
        named = rf"(?:{base}|{doing}" + (rf"|{acts.replace('_', ' ')}" if acts else "") + ")"
        self._names = re.compile(rf"\b(?:{base}|{done}|{named})\b")
        self._forbids = _alternatives(
            rf"(?<!why )(?<!if you )(?<!if i )(?<!if we )\b{_NOT}\s+{_ADVERBS}(?:{base}|{doing})\b",
            rf"\b{_NOT}\s+{_ADVERBS}{_WISHING}\s+{_SOMEBODY}to\s+(?:be\s+)?{_ADVERBS}(?:{base}|{done})\b",
            rf"\b{_NOT}\s+{_ADVERBS}{_WISHING}\s+{_SOMEBODY}{_ARTICLE}(?:{doing}|{named})\b",
            rf"\b{_NOT}\s+{_ADVERBS}(?:want(?:ed)?|need(?:ed)?|like|wish(?:ed)?|intend(?:ed)?){_OBJECT}{{1,7}}"
            rf"\s+(?:to be\s+|to get\s+)?{done}\b",
            rf"\b(?:'d|would) (?:really )?hate to (?:\w+ )?{base}\b",
            rf"\bchanged (?:my|our) minds? (?:about|on) {_ARTICLE}(?:{doing}|{named})\b",
            rf"\b(?:no need(?: for you)?|not|rather not|refuse) to {base}\b",
            rf"\b(?:rather not|should not|shouldn'?t|must not|mustn'?t|will not|would not|needn'?t) {base}\b",
            rf"\b(?:without|instead of|rather than|stop|against|no|avoid) {_ARTICLE}(?:{doing}|{named})\b",
        )
        self._wants_done = _alternatives(
            rf"\b(?:want|need|like|get|getting|have|having|prefer){_OBJECT}{{0,4}}\s+(?:to be\s+)?{done}\b",
            rf"\b(?:can|could|may|must|should|please|to) (?:[\w#'-]+ ){{0,4}}be {done}\b",
        )
        self._asks = _alternatives(
            rf"^\W*{_LEAD}(?:is|are|was|were|has|have|had|did|does)(?:n'?t)?\b.*\b(?:get )?{done}\b",
            rf"\bdid(?:n'?t| not)? {_WE} (?:\w+ )?{base}\b",
            rf"\b(?:have|has|had)(?:n'?t)? {_WE} (?:\w+ )*{done}\b",
            rf"\b(?:when|why|how come|who)\b(?!.*\b(?:can|could|may|should)\b).*\b(?:{done}|did .*{base})\b",
            rf"\b{_BELIEVES}\b.*\b{done}\b|\b(?:if|whether) .*\b{done}\b",
            rf"\bit (?:says|said|shows|showed|reads)\b.*\b{done}\b",
            rf"\b(?:you|u|they)(?:'ve|'d| have| had)?(?: \w+)? {done}\b",
        )
        # "I changed my address" tells of a move, and "I cancelled it" of what was done here.
        by_shopper = "" if re.search(r"\bchange\b", base) else "|i|we"
        self._tells = _alternatives(
            rf"\b(?:already|got|gotten|been|being|is|was|were{by_shopper})"
            rf"(?:'ve|'d| have| had)?(?: \w+)? {done}\b"
        )
        self._wonders = _alternatives(
            rf"\b(?:should|shall)(?:n'?t)? (?:i|we)(?: \w+){{0,2}} {base}\b",
            rf"\bdo (?:i|we)(?: really| still| even)? (?:have|need) to {base}\b",
            rf"\bwhat\b.*\b(?:if|when) {_WE} (?:\w+ )?(?:{base}|{done})\b",
            rf"\b(?:if|when|in case|suppose|unless) (?:i|we) (?:\w+ ){{0,2}}?(?:{base}|{done})\b",
            rf"\b{_PONDERS}\b(?!.*\b(?:can|could|you) )(?:\s+\w+){{0,4}}\s+(?:{base}|{doing})\b",
            rf"\bconsidering {_ARTICLE}{named}\b",
            rf"\b(?:might|maybe i|perhaps i|may want to)\b(?:\s+\w+){{0,3}} {base}\b",
            rf"\b(?:better|worth|wise|smart|sensible|advisable)\b.*\b(?:{base}|{doing})\b",
            rf"\bwould (?:you|u) (?:\w+ )?{base}\b.*\b(?:(?:you|u) were|were you"
            r"|in my (?:place|shoes|position|case))\b",
            rf"\b(?:recommend|advise|suggest)\b.*\b(?:{base}|{doing})\b",
        )

    def mood_of(self, clause: str) -> Mood | None:
        """The mood of one clause; None when it does not speak of the deed."""
        if not self._names.search(clause):
            return None
        if self._forbids.search(clause):
            return Mood.FORBIDS
        if self._wonders.search(clause):
            return Mood.WONDERS
        if self._asks.search(clause):
            return Mood.ASKS_WHETHER
        if self._wants_done.search(clause):
            return Mood.ASKS_FOR
        return Mood.ASKS_WHETHER if self._tells.search(clause) else Mood.ASKS_FOR


def _alternatives(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def _patterns(verbs: tuple[str, ...], acts: str) -> _Patterns:
    return _Patterns(forms_of(verbs), acts)
