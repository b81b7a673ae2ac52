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
_REACH_AFTER = 60


def is_past(span: Span) -> bool | None:
    """By the nearest word before `span` that tells, else after it; None when nothing in the sentence does."""
    doc = span.doc
    if span.start > 1 and doc[span.start - 1].norm_ in _OF and doc[span.start - 2].norm_ in _DATED_THINGS:
        return True
    before = range(span.start - 1, max(-1, span.start - _REACH), -1)
    after = range(span.end, min(len(doc), span.end + _REACH_AFTER))
    for places in (before, after):
        for place in places:
            norm = doc[place].norm_
            if norm in _SENTENCE_END:
                break
            if norm in _PAST:
                return True
            if norm in _COMING:
                return False
    return None
