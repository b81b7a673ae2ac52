"""Whatever reads a stranger's text takes time by its length, not by the square of it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from actions.engine.deeds import DEEDS
from actions.language.lexicon import Item, Lexicon
from actions.language.refinements import Page
from actions.language.said import Said
from actions.language.shown_goods import OnShow
from actions.language.variants import Offer
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile
from commerce.errors import CommerceError
from commerce.loyalty.policy import Tier
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Wanted
from connectors.edge.errors import ApiError
from tests.growth import Read, faults_of, modules_of, patterns_in, readers_in

PACKAGES = ("aisle", "actions", "commerce", "connectors")
TEXTS = frozenset({"text", "said", "lower", "body", "frame", "clause", "street", "written", "word"})
OPTIONS = ({"color": "red", "size": "M"}, {"color": "blue", "size": "L"})
ITEMS = tuple(
    Item(key, title, options, 2, 900)
    for key, title, options in zip("ab", ("Desk Lamp", "Mug"), OPTIONS, strict=True)
)
OTHERS = {
    "items": ITEMS,
    "methods": [MethodOnFile("m1", PaymentMethodKind.CREDIT_CARD, "visa", "1234")],
    "name": "postcode",
    "names": {"jane", "jane doe"},
    "country": "US",
    "errors": {},
    "is_required": True,
    "longest": 300,
    "present": OPTIONS[0],
    "price_minor": 900,
    "offers": [Offer("S1", OPTIONS[1], 900)],
    "everything": OPTIONS,
    "entities": [],
    "after": "",
    "before": "",
    "start": 0,
    "end": 7,
    "wanted": frozenset(),
    "accessory": None,
    "known": {},
    "url": "http://127.0.0.1",
    "own_user": "U1",
    "deed": DEEDS["cancel_order"][""],
    "verbs": ("cancel", "call off"),
    "kind": "address",
    "payload": None,
    "shape": TypeAdapter(str),
    "is_about_order": False,
    "vocabulary": Vocabulary(),
    "now": datetime(2026, 11, 27, 12, tzinfo=UTC),
    "today": date(2026, 11, 27),
    "zone": ZoneInfo("America/New_York"),
    "orders": [],
    "title": "Desk Lamp",
    "sentences": ["It is made of oak.", "It weighs 2 kg."],
    "ids": ["P1", "P2"],
    "page": Page(Wanted(), {"P1": 900, "P2": 1200}),
    "channel": "sms",
    "shopper": "Jane",
    "agent": "Ann",
    "store": "Test Store",
    "values": defaultdict(str),
    "asked": "email",
    "just_promised": True,
    "shown": [OnShow("a", "Desk Lamp", 900, 4.5), OnShow("b", "Mug", 500)],
    "tiers": [Tier(name="Gold", from_points=1000)],
}


def readers() -> Iterator[tuple[str, Read]]:
    """Every function that reads a text, and every pattern, with its name."""
    for module in modules_of(*PACKAGES):
        yield from patterns_in(module)
        for name, read in readers_in(module, TEXTS, OTHERS):
            if read is not None and not is_private(name):
                yield name, partial(_or_refused, read)
    lexicon = Lexicon.of(ITEMS)
    yield "Lexicon.read", lexicon.read
    yield "Said", _said


def _or_refused(read: Read, text: str) -> object:
    with suppress(ValueError, CommerceError, ApiError):  # to refuse is also an answer
        return read(text)
    return None


def _said(text: str) -> object:
    said = Said.of({"text": text, "intent": {"name": "inform"}, "entities": []})
    return (
        said.is_bare, said.leaves, said.is_short, said.in_flow(), said.wants_other, said.position,
        said.digit_groups, said.names("Desk Lamp"),
    )  # fmt: skip


def is_private(name: str) -> bool:
    """Whether it is only called by others of its module, which are measured."""
    return name.rpartition(".")[2].startswith("_")


READERS = dict(readers())


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", READERS)
def test_time_grows_with_the_length(name: str) -> None:
    assert faults_of(READERS[name]) == []


def test_the_functions_known_to_read_a_text_are_among_them() -> None:
    assert {
        "aisle.masking.mask_text",
        "aisle.masking.mask_cards",
        "connectors.conversation.dialogue.harmless",
        "connectors.channels.slack.text.plain_text",
        "connectors.channels.phone.opt_out_words.wish_of",
        "actions.language.items.name_items",
        "commerce.customers.contacts.normal_email",
    } <= set(READERS)


def test_every_public_function_that_reads_a_text_can_be_called() -> None:
    missing = [
        name
        for module in modules_of(*PACKAGES)
        for name, read in readers_in(module, TEXTS, OTHERS)
        if read is None and not is_private(name)
    ]
    assert missing == []
