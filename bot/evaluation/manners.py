"""How people put a request: with courtesy, after a story, by voice, as a text, in a foreign way."""

from __future__ import annotations

import random
import re

_GREETINGS = (
    "Hello there, I hope this message finds you well and that your day has been pleasant so far. ",
    "Good morning to the whole team! First of all thanks for the lovely service over the years. ",
    "hey hope ur having a good one, sorry to trouble u again but ",
    "My name is Harriet Oakes and I have been shopping with you since 2014. ",
    "Dear Sir or Madam, I am writing to you today because of a small matter. ",
    "Apologies for bothering you on a weekend, I know you must be swamped with messages. ",
    "Greetings! My husband told me that you are the right place for such questions, so here I am: ",
    "So sorry if I am in the wrong chat, I was not sure where to go with this. ",
    "uh hello yes hi is this the store okay great um so ",
    "Thanks for being there so late at night, that's amazing. ",
)
_CLOSINGS = (
    " Thank you ever so much in advance for your time and trouble, kind regards, Harriet",
    " Thanks a million, you guys are stars!",
    " Looking forward to hearing from you soon. Warm wishes, Tom",
    " Sorry again for the bother and have a wonderful evening.",
    " That would really make my day, honestly.",
    " Please advise at your earliest convenience, yours faithfully, M. Trent",
    "",
)
_STORIES = (
    "I bought a kettle from you two weeks ago for my new flat and it came quickly, my flatmate loves it.",
    "My daughter is getting married in June and we have been getting everything ready bit by bit.",
    "Yesterday I was on your page for an hour or so looking at coats and then the phone rang.",
    "We moved house last month, chaos everywhere, boxes up to the ceiling.",
    "I was at my mum's over the weekend and she showed me her new rug that she has from you.",
)
_BEFORE_SPEAKING = ("um so ", "okay so ", "hi yeah ", "uh hello ", "right so basically ", "")
_HESITATIONS = (" um ", " uh ", " like ", " you know ")
_AFTER_SPEAKING = (" that's it", " okay thank you bye", " yeah", " please", "")
_TEXTED = {
    "you": "u",
    "your": "ur",
    "are": "r",
    "please": "pls",
    "thanks": "thx",
    "to": "2",
    "for": "4",
    "tomorrow": "2moro",
    "because": "cuz",
    "with": "w",
    "want to": "wanna",
    "going to": "gonna",
    "what": "wat",
    "when": "wen",
    "have": "hav",
    "my": "ma",
    "order": "ordr",
    "message": "msg",
}
_ARTICLES = re.compile(r"\b(?:the|a|an)\s+", re.IGNORECASE)
_NON_NATIVE = (
    (re.compile(r"\b(?:can|could) you (?:please )?", re.IGNORECASE), "kindly "),
    (re.compile(r"\bhow (?:can|do) i\b", re.IGNORECASE), "how I am able to"),
    (re.compile(r"\bwhere(?:'s|s| is)\b", re.IGNORECASE), "where it is"),
    (re.compile(r"\bi want to\b", re.IGNORECASE), "I am wanting to"),
    (re.compile(r"\b(?:doesn't|does not|don't|do not)\b", re.IGNORECASE), "not"),
    (re.compile(r"\bi need\b", re.IGNORECASE), "I am needing"),
    (re.compile(r"\bhaven't|have not\b", re.IGNORECASE), "did not"),
)
_LEADS = ("Sir, ", "Dear, ", "Please to help: ", "Respected team, ", "")


def wrapped_in_courtesy(text: str, dice: random.Random) -> str:
    """With the words around it that polite people use, many of them."""
    return f"{dice.choice(_GREETINGS)}{text}{'' if text[-1] in '.?!' else '.'}{dice.choice(_CLOSINGS)}"


def after_a_story(text: str, dice: random.Random) -> str:
    """With what happened before told first."""
    return f"{dice.choice(_STORIES)} {text}"


def by_voice(text: str, dice: random.Random) -> str:
    """As a telephone writes down what is spoken: small letters, no marks, with the noises of thinking."""
    spoken = re.sub(r"(?<!\w)[^\w\s#@$]+|[^\w\s#@$']+(?!\w)", " ", text).lower().split()
    if len(spoken) > 3:
        place = dice.randrange(1, len(spoken))
        spoken[place - 1] += dice.choice(_HESITATIONS).rstrip()
    return f"{dice.choice(_BEFORE_SPEAKING)}{' '.join(spoken)}{dice.choice(_AFTER_SPEAKING)}"


def as_a_text(text: str, dice: random.Random) -> str:
    """Thumbed: short for many words, small letters, hardly a mark."""
    short = text.lower().rstrip(".?!")
    for word, thumbed in _TEXTED.items():
        if dice.random() < 2 / 3:
            short = re.sub(rf"\b{word}\b", thumbed, short)
    return short.replace("'", "")


def non_native(text: str, dice: random.Random) -> str:
    """Without articles and with the turns of other languages."""
    turned = _ARTICLES.sub("", text)
    for pattern, other in _NON_NATIVE:
        turned = pattern.sub(other, turned)
    return dice.choice(_LEADS) + turned
