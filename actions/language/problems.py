"""What went wrong with an order, and what the shopper wants done, in people's own words."""

import re

from commerce.orders.problem_reports import ProblemKind
from commerce.policies.service import Remedy

# Tried in this order: what is said of a parcel outweighs what is said of an item.
_PROBLEMS = {
    ProblemKind.LOST_PARCEL: (
        r"\b(parcel|package|order|delivery|shipment|it|box|mail|courier|carrier)\b.{0,40}\b(lost|stolen"
        r"|stole)\b"
        r"|\b(parcel|package|delivery|shipment|box)(e?s)?\b( (is|are|was|were|has|have|gone|still|been))* "
        r"(missing|gone|nowhere)\b"
        r"(?!\W+(a|an|the|my|one|two|some|any|\d|items?|something|parts?|from)\b)"
        r"|\bonly (got |received |have |had )?(one|1|two|2|three|3|half)( out)?( of)?( the| my| two"
        r"| three| 2| 3)* "
        r"(parcels?|packages?|boxes|deliveries|shipments)\b"
        r"|\bmissing (a|one|my|the|one of my|the other|the second|second|another) (second |other )?"
        r"(parcel|package|delivery|shipment)\b"
        r"|\b(lost|stole|stolen)\b.{0,30}\b(parcel|package|order|delivery|shipment|box)\b"
        r"|\b(never|not|hasn'?t|haven'?t|didn'?t|has not|have not|did not|isn'?t)( \w+)? "
        r"(arrived?|come|came|show(ed)? up|turn(ed)? up|reach(ed)? me|here)\b"
        r"|\b(never|didn'?t|did not|haven'?t|have not|not) (get|got|gotten|receive|received|had) "
        r"(it|them|my (parcel|package|order|delivery)|the (parcel|package|order|delivery)|anything)\b"
        r"|\bnever (arrived?|came|showed)\b|\bgot nothing\b|\bnothing (is |has )?(here|came|arrived|come)\b"
        r"|\b(wrong|another|different) (house|address|door|flat|building|place|location|street|city|town)\b"
        r"|\bsays? (it was |it'?s )?delivered\b|\b(marked|shown|shows?) (as )?delivered\b"
    ),
    ProblemKind.WRONG_ITEM: (
        r"\bwrong (item|product|thing|article|one|model|version|colou?r|size|flavou?r|stuff|goods)s?\b"
        r"|\b(sent|got|received|delivered|shipped)( me| us)? (the |a |an )?(wrong|different|other|another)\b"
        r"|\bnot (what|the one|the ones) (i|we) (ordered|bought|wanted)\b|\bdidn'?t order th"
        r"|\bsomeone else'?s\b|\bsomebody else'?s\b|\bmix(ed)?[- ]?up\b|\binstead of (the|a|my|an)\b"
        r"|\b(i|we) ordered\b.{0,40}\b(but|and) (i |we )?(got|received|have|you sent)\b"
        r"|^\W*(the )?wrong\W*$"
    ),
    ProblemKind.MISSING_ITEM: (
        r"\bmissing\b|\bincomplete\b|\bforgot(ten)? to (pack|send|include|put)\b|\bleft out\b"
        r"|\b(not|wasn'?t|weren'?t|isn'?t|aren'?t|was not|were not) "
        r"(in|inside|included in|part of|packed)( the| my)?( (box|parcel|package|order))?\b"
        r"|\bnot everything\b"
        r"|\bonly (one|two|three|four|five|half|\d+|some|part)\b.{0,20}\b(of|in|came|arrived)\b"
        r"|\bempty (box|parcel|package|envelope)\b|\bnothing (was )?(in|inside)\b|\bcame without\b"
        r"|\b(box|parcel|package) (was|is|came) empty\b"
    ),
    ProblemKind.DAMAGED_ITEM: (
        r"brok|damag|crack|scratch|defect|fault|shatter|smash|leak|\btorn\b|\brip|chipped|\bdent|\bbent\b"
        r"|\bdead\b|flicker|crushed|\bhole\b|in pieces|\bwet\b|soaked|snapped|\bburst|spoil|mou?ld\b|stain"
        r"|(doesn'?t|does not|isn'?t|not|stopped|won'?t|never|didn'?t|quit|no longer)( \w+)? "
        r"(work|turn|start|charg|switch|function|connect)"
        r"|falling apart|fell apart|came (off|loose|used)|malfunction|something'?s? (is )?wrong with"
        r"|wobbl|creak|squeak|rattl|overheat|\b(gets?|runs?|became|becomes) (\w+ )?hot\b|\bstinks?\b"
        r"|\bsmell(s|ed|ing)? (\w+ )?(funny|bad|weird|strange|odd|burnt|burning|awful|chemical|of|mold)\b"
        r"|\b(weird|strange|funny|odd|loud|awful) (noise|sound|smell)s?\b"
        r"|\bsmok(es|ing)\b|\bspark(s|ed|ing)\b"
        r"|\brust(y|ed|ing|s)?\b|\bpeel(s|ed|ing)\b|\bfray(s|ed|ing)\b|discolou?r"
        r"|\b(shrank|shrunk|warped|crooked|unstable)\b"
        r"|\bkeeps? (falling|shutting|switching|turning|crashing|freezing|coming)\b"
        r"|\b(won'?t|doesn'?t|will not) (open|close|heat|cool|light|stay|hold)\b"
    ),
    ProblemKind.LATE_ORDER: (
        r"\blate\b|\boverdue\b|\bdelay|still waiting|taking (so|too|ages|for ?ever)|\bslow\b"
        r"|should have (been|arrived|come)|supposed to (be|arrive|come)"
    ),
}
_DENIED = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|rather than|instead of being) "
    r"(?:the wrong (?:one|item)|damaged|broken|missing|lost|late|faulty|wrong)\b",
    re.IGNORECASE,
)
_REMEDIES = {
    Remedy.REFUND_SHIPPING: r"\b(delivery|shipping|postage)\b( (cost|fee|charge|price|money)s?)?\b",
    Remedy.REPLACEMENT: (
        r"\breplac|\b(a )?new one\b|\banother one\b"
        r"|\bsend\b.{0,25}\b(again|new|another|right|correct|missing)\b"
        r"|\bre-?send\b|\bsame (one|thing|again)\b|\bfresh one\b|\bthe (right|correct|missing) (one|item)\b"
    ),
    Remedy.REFUND: r"\brefund|\bmoney\b|\breimburs|\bpay (me )?back\b|\bcash\b",
    Remedy.STORE_CREDIT: r"\b(store|shop)?\s?credit\b|\bvoucher\b",
}
_KINDS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PROBLEMS.items()}
_WISHES = {remedy: re.compile(pattern, re.IGNORECASE) for remedy, pattern in _REMEDIES.items()}


def problem_in(text: str) -> ProblemKind | None:
    """What `text` says is wrong; None when it does not say. What it says is not so does not count."""
    said = _DENIED.sub(" ", text.replace("’", "'"))
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(said)), None)


def remedies_in(text: str) -> list[Remedy]:
    """What `text` asks to be done, the most particular first."""
    return [remedy for remedy, pattern in _WISHES.items() if pattern.search(text)]
