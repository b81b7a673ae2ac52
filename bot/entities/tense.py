"""Whether a message speaks of the past where it names a day: "ordered on Friday", "need it by Friday"."""

from __future__ import annotations

from spacy.tokens import Span

from bot.entities.vocabulary import words

_PAST = words(
    "was were had did didn't been since ago ordered bought purchased placed paid made got received came "
    "arrived sent returned posted shipped delivered dispatched charged billed cancelled canceled changed "
    "signed dated said told promised expired ended ran broke started gave took dropped handed booked picked "
    "tried happened asked wrote contacted called spoke went left"
)
_COMING = words(
    "by before until till til within need needs will 'll wo won't can could would should want wants wanna "
    "going gonna is are am be expires arrives comes starts ends next please deliver ship send come arrive"
)
_DATED_THINGS = words(
    "order orders receipt invoice return purchase payment charge statement refund delivery box parcel"
)
_OF = words("from of dated")
_SENTENCE_END = words(". ! ? ;")
_REACH = 12


def is_past(span: Span) -> bool | None:
    """By the nearest word before `span` that tells, else after it; None when nothing in the sentence does."""
    doc, norms = span.doc, [token.norm_ for token in span.doc]
    if span.start > 1 and norms[span.start - 1] in _OF and norms[span.start - 2] in _DATED_THINGS:
        return True
    for places in (range(span.start - 1, max(-1, span.start - _REACH), -1), range(span.end, len(doc))):
        for place in places:
            if norms[place] in _SENTENCE_END:
                break
            if norms[place] in _PAST:
                return True
            if norms[place] in _COMING:
                return False
    return None
