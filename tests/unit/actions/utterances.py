"""Utterances at a summary, drawn from a grammar of its own: what people say, and whether it is a yes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

AGREE = (
    "yes", "Yes", "YES", "yep", "yeah", "yup", "sure", "ok", "okay", "absolutely", "of course", "go ahead",
    "please do", "do it", "sounds good", "that's right", "correct", "definitely", "I confirm", "yes please",
    "alright", "perfect", "that works", "please go ahead", "👍", "go for it", "by all means", "confirmed",
)  # fmt: skip
PHONE = (
    "y",
    "k",
    "kk",
    "yh",
    "yea",
    "yess",
    "yesss",
    "yeahhh",
    "okk",
    "ya",
    "ok pls",
    "yes plz",
    "sure thx",
    "yes ty",
)
COURTEOUS = (
    "",
    "",
    "",
    " please",
    ", please",
    " thanks",
    ", thank you",
    " thank you so much",
    "!",
    ".",
    " 🙏",
    " mate",
)
HEDGES = (
    "maybe", "I guess", "I think so", "probably", "perhaps", "I suppose", "kind of", "not sure", "dunno",
    "hmm", "if you say so", "I'm not convinced", "could be", "idk", "we'll see", "possibly", "sort of",
    "who knows",
)  # fmt: skip
QUESTIONS = (
    "what does it cost", "how long does that take", "is that final", "why", "when do I get it",
    "are you sure", "what happens then", "do I have to pay anything", "can I undo it", "which one",
    "how much is it",
    "what about the other one", "will I get an e-mail", "who pays for that", "really", "to what",
)  # fmt: skip
CONDITIONS = (
    "if it is free", "as long as it takes a day", "unless it has shipped", "but only tomorrow",
    "provided it's quick", "but call me first", "once I'm paid", "after I talk to my wife",
    "but not before Friday",
    "only if it's today's price", "when my card arrives", "except on Sunday", "but keep the discount",
)  # fmt: skip
CORRECTIONS = (
    "but not the lamp", "except the mug", "only the blue one", "the other one", "but in black", "2 of them",
    "and the socks too", "make it three", "with my visa instead", "to 5 Elm Street", "without the cover",
    "but to my gift card", "rather the large one", "and refund it to my store credit",
    "order A999999", "size 9",
)  # fmt: skip
WAITS = (
    "hold on",
    "wait",
    "one sec",
    "give me a minute",
    "tomorrow",
    "I'll ask my wife",
    "later",
    "not yet",
    "brb",
)
NO = ("no", "nope", "nah", "don't", "never mind", "no way", "leave it", "stop", "👎", "n")
FURTHER = (
    "return my kettle", "also send the blender back please", "exchange my boots for a size 9",
    "send me the receipt", "cancel my other order", "let me talk to a person", "track my parcel",
    "put a mug in my cart", "my toaster arrived broken", "change my phone number",
)  # fmt: skip
ADDING = (" and ", " and also ", ", and then ", ". also ", " plus ", "\nand ")
JESTS = (
    "jk",
    "lol no",
    "just kidding",
    "haha not",
    "as if",
    "yeah right",
    "said nobody ever",
    "🤔",
    "😂😂",
    "boomer",
)
QUOTES = ("Loved", "Liked", "Disliked", "Laughed at", "Emphasized", "Questioned", "Removed a like from")
JOINTS = (" ", ", ", ". ", "... ", " - ", " and ", "! ")


@dataclass(frozen=True)
class Utterance:
    """What is said, and whether it is a plain yes."""

    text: str
    is_yes: bool


def utterances(seed: int, own: Sequence[str]) -> Iterator[Utterance]:
    """Endlessly many, about one in four a plain yes; `own` are the flow's own ways to say it."""
    draw = Random(seed)
    while True:
        agree = draw.choice(AGREE + PHONE + tuple(own))
        yield draw.choice(_KINDS)(draw, agree)


def _plain(draw: Random, agree: str) -> Utterance:
    return Utterance(agree + draw.choice(COURTEOUS), is_yes=True)


def _twice(draw: Random, agree: str) -> Utterance:
    return Utterance(f"{draw.choice(AGREE)}{draw.choice((' ', ', ', '! '))}{agree}", is_yes=True)


def _spoilt(draw: Random, agree: str) -> Utterance:
    more = draw.choice(draw.choice((HEDGES, QUESTIONS, CONDITIONS, CORRECTIONS, WAITS, NO, JESTS)))
    parts = [agree, more] if draw.random() < 0.8 else [more, agree]
    return Utterance(draw.choice(JOINTS).join(parts), is_yes=False)


def _alone(draw: Random, agree: str) -> Utterance:
    del agree
    return Utterance(draw.choice(HEDGES + CONDITIONS + CORRECTIONS + WAITS + NO + JESTS), is_yes=False)


def _asked(draw: Random, agree: str) -> Utterance:
    question = agree if draw.random() < 0.3 else f"{agree}{draw.choice(JOINTS)}{draw.choice(QUESTIONS)}"
    return Utterance(question + draw.choice(("?", "??", "?!", " ?")), is_yes=False)


def _reaction(draw: Random, agree: str) -> Utterance:
    opened, closed = draw.choice((("“", "”"), ('"', '"'), ("'", "'")))
    return Utterance(f"{draw.choice(QUOTES)} {opened}{agree}{closed}", is_yes=False)


_KINDS = (_plain, _plain, _twice, _spoilt, _spoilt, _spoilt, _alone, _asked, _reaction)


def utterances_with_more(seed: int) -> Iterator[Utterance]:
    """Endlessly many that ask for something else behind a yes, or behind what is none."""
    draw = Random(seed)
    while True:
        is_yes = draw.random() < 0.5
        said = draw.choice(AGREE + PHONE if is_yes else HEDGES + WAITS + NO + JESTS)
        courtesy = draw.choice((" please", "")) if is_yes else ""
        yield Utterance(f"{said}{courtesy}{draw.choice(ADDING)}{draw.choice(FURTHER)}", is_yes)
