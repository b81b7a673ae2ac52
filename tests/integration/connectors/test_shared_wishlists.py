"""The page of a shared wish list: what its owner allows, and nothing once it is shared no more."""

import re

from sqlalchemy import update

from commerce.database import Sessions
from commerce.wishlists.models import Wishlist, WishlistItem
from tests.factories import a_customer, a_product, a_variant, store
from tests.integration.connectors.running import RunningGateway

KEY = "a-key-that-nobody-guesses"


async def shared(sessions: Sessions, *, shows_name: bool) -> str:
    customer = a_customer(first_name="<b>Ada", last_name="Byron")
    mug = a_product(title="Mug & Saucer")
    variant = a_variant(mug, options={"color": "blue"}, price_minor=1000)
    async with sessions.begin() as session:
        await store(session, customer, mug, variant)
        session.add(Wishlist(customer_id=customer.id, share_key=KEY, shows_name=shows_name))
        await session.flush()
        session.add(WishlistItem(customer_id=customer.id, product_id=mug.id, sku=variant.sku))
    return customer.id


async def test_with_the_name(gateway: RunningGateway, sessions: Sessions) -> None:
    await shared(sessions, shows_name=True)
    page = await gateway.client.get(f"/wishlist/{KEY}")
    assert page.status_code == 200
    assert "&lt;b&gt;Ada's wish list" in page.text
    product = re.search(r'<a href="(/\?product=[^"]+)">Mug &amp; Saucer</a> \(blue\): \$10.00', page.text)
    assert product is not None
    assert "Mug &amp; Saucer" in (await gateway.client.get(product[1])).text
    assert "Byron" not in page.text
    assert (page.headers["x-robots-tag"], page.headers["cache-control"]) == ("noindex", "no-store")


async def test_without_the_name(gateway: RunningGateway, sessions: Sessions) -> None:
    await shared(sessions, shows_name=False)
    page = await gateway.client.get(f"/wishlist/{KEY}")
    assert "Ada" not in page.text
    assert "A wish list" in page.text


async def test_shared_no_more_and_never_shared_look_the_same(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    customer_id = await shared(sessions, shows_name=True)
    async with sessions.begin() as session:
        theirs = update(Wishlist).where(Wishlist.customer_id == customer_id)
        await session.execute(theirs.values(share_key=None))
    gone, never = [await gateway.client.get(f"/wishlist/{key}") for key in (KEY, "x")]
    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.text == never.text
