"""Receipts and labels whose links are given in a chat open in a browser, and stop doing so."""

import random
import re
from datetime import timedelta

import pytest

from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentKind, DocumentRef
from tests.dialogue.draws import answers as answering
from tests.dialogue.draws.shopper import ScriptedShopper, Talk
from tests.dialogue.draws.store import ImportedStore
from tests.factories import FixedClock
from tests.retail_store import Row, number_of

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def order(retail: ImportedStore, dice: random.Random) -> Row:
    return dice.choice(retail.orders["documents"])


async def test_a_receipt_from_a_chat_opens_until_it_expires(retail: ImportedStore, order: Row) -> None:
    talk = Talk.of(retail.client, order["customer_id"])
    heard = await talk.say(f"could you send me the receipt for order {number_of(order)}")
    [link] = [card["link"]["url"] for card in heard.cards if card.get("link")]
    page = await retail.client.get(link)
    assert page.status_code == 200
    assert all(line["title"] in page.text for line in order["lines"])
    assert order["number"] in page.text
    await expires(
        retail,
        link,
        DocumentRef(DocumentKind.RECEIPT, number_of(order), order["customer_id"], IdentityLevel.VERIFIED),
    )


async def test_a_label_from_a_chat_opens_until_it_expires(
    retail: ImportedStore, order: Row, dice: random.Random
) -> None:
    talk = Talk.of(retail.client, order["customer_id"])
    answers = answering.about_items(dice, order, [0]) | answering.agreeing(dice, "return_items")
    answers |= answering.about_return(dice, "damaged", "used")
    answers |= {"utter_request_refund_to": lambda heard: "store credit"}
    opening = f"i want to return something from order {number_of(order)}"
    done = {"utter_return_items_done", "utter_return_items_in_review"}
    await ScriptedShopper(talk, answers, ends=done.__contains__).pursue(opening)
    said = "\n".join(talk.transcript)
    [rma] = set(re.findall(r"RMA-\w{8}", said))
    [link] = re.findall(r"https?://\S+/documents/\S+", said)
    page = await retail.client.get(link)
    assert page.status_code == 200
    assert rma in page.text
    await expires(
        retail,
        link,
        DocumentRef(DocumentKind.RETURN_LABEL, rma, order["customer_id"], IdentityLevel.VERIFIED),
    )


async def expires(retail: ImportedStore, link: str, document: DocumentRef) -> None:
    """The link is the one that is made now for its document; made a lifetime ago it opens nothing."""
    links, lifetime = retail.links, document.kind.lifetime
    now = FixedClock(retail.clock.now())
    token = link.rpartition("/")[2]
    assert links.read(token, clock=FixedClock(now.at + lifetime - timedelta(minutes=5))) == document
    before = FixedClock(now.at - lifetime - timedelta(minutes=5))
    old = await retail.client.get(links.url(document, clock=before))
    assert old.status_code == 410
    assert "expired" in old.text
