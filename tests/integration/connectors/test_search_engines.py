"""What search engines and shared links read of the shop: true, whole, and no way out of a title."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from commerce.catalogue.models import Category
from commerce.database import Sessions
from tests.factories import a_product, a_variant, store
from tests.integration.connectors.running import RunningGateway

EVIL = "Lamp </script><script>alert(1)</script> \"&'"


@pytest.fixture
async def shop(sessions: Sessions) -> Sessions:
    """Two products of a category, one with a title that wants to break out."""
    async with sessions.begin() as session:
        lamp = a_product(
            id="lamp", title=EVIL, category_id="lights", description="Bright.\n " * 60, brand="Moss"
        )
        lamp.rating, lamp.review_count = 4.46, 12
        sold_out = a_product(id="vase & co", title="Vase")
        await store(
            session,
            Category(id="lights", title="Lights"),
            lamp,
            sold_out,
            a_variant(lamp, price_minor=4000),
            a_variant(lamp, price_minor=5550),
            a_variant(sold_out, stock_on_hand=0),
        )
    return sessions


async def page_of(gateway: RunningGateway, path: str) -> str:
    return (await gateway.client.get(path)).text


def facts_of(page: str) -> dict[str, dict]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {fact["@type"]: fact for fact in map(json.loads, found)}


async def test_a_product_page_tells_offer_rating_and_where_it_stands(
    gateway: RunningGateway, shop: Sessions
) -> None:
    page = await page_of(gateway, "/?product=lamp")
    facts = facts_of(page)
    product = facts["Product"]
    assert product["name"] == EVIL
    assert (product["offers"]["lowPrice"], product["offers"]["highPrice"]) == ("40.00", "55.50")
    assert product["offers"]["availability"].endswith("/InStock")
    assert product["aggregateRating"] == {"@type": "AggregateRating", "ratingValue": 4.5, "reviewCount": 12}
    assert [each["name"] for each in facts["BreadcrumbList"]["itemListElement"]][1:] == ["Lights", EVIL]
    assert page.count("<title>") == 1
    assert "alert(1)</script>" not in page
    assert re.search(r'<link rel="canonical" href="[^"]*/\?product=lamp">', page)
    about = re.search(r'<meta name="description" content="([^"]*)">', page)
    assert about is not None
    assert len(about[1]) <= 160


async def test_what_is_sold_out_says_so_and_tells_no_rating_that_it_has_not(
    gateway: RunningGateway, shop: Sessions
) -> None:
    product = facts_of(await page_of(gateway, "/?product=vase%20%26%20co"))["Product"]
    assert product["offers"]["availability"].endswith("/OutOfStock")
    assert "aggregateRating" not in product


@pytest.mark.parametrize(
    "query", ["", "?product=", "?product=nothing", "?q=lamp", "?category=lights", "?category=gone"]
)
async def test_any_other_address_is_the_list(gateway: RunningGateway, shop: Sessions, query: str) -> None:
    page = await page_of(gateway, f"/{query}")
    assert set(facts_of(page)) == {"WebSite"}
    address = re.findall(r'rel="canonical" href="[^"]*/(\??[^"/]*)"', page)
    assert address == [
        "?category=lights" if "lights" in query else ""
    ]  # and of what there is not, the shop's


async def test_the_sitemap_names_every_product_and_category(gateway: RunningGateway, shop: Sessions) -> None:
    answer = await gateway.client.get("/sitemap.xml")
    assert answer.headers["content-type"].startswith("application/xml")
    found = [each.text or "" for each in ET.fromstring(answer.content).iter() if each.tag.endswith("loc")]
    assert [each.partition("/?")[2] for each in found] == [
        "",
        "category=lights",
        "product=lamp",
        "product=vase+%26+co",
    ]
    robots = await page_of(gateway, "/robots.txt")
    assert "/sitemap.xml" in robots
    assert "Disallow: /chat/" in robots


async def test_files_named_by_content_are_kept_for_good_and_the_page_is_asked_for_again(
    gateway: RunningGateway,
) -> None:
    answer = await gateway.client.get("/")
    assert answer.headers["cache-control"] == "no-cache"
    again = await gateway.client.get("/", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    named = re.findall(r'"(/storefront/[^"]+\.css\?v=\w+)"', answer.text)
    assert named
    for path in named:
        assert "immutable" in (await gateway.client.get(path)).headers["cache-control"]
        stale = await gateway.client.get(f"{path}0")
        assert (stale.status_code, stale.headers["cache-control"]) == (200, "no-cache")
    style = (await gateway.client.get(named[0])).text
    font = re.findall(r'url\("(fonts/[^"]+)"\)', style)
    assert [f'href="/storefront/{each}"' in answer.text for each in font] == [
        True
    ]  # the same one, loaded once


async def test_the_page_comes_compressed_and_shows_a_picture_where_its_link_is_shared(
    gateway: RunningGateway,
) -> None:
    plain = await gateway.client.get("/", headers={"accept-encoding": "identity"})
    packed = await gateway.client.get("/", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert packed.text == plain.text
    picture = re.findall(r'property="og:image" content="[^"]*?(/storefront/[^"]+)"', plain.text)
    assert (await gateway.client.get(picture[0])).headers["content-type"] == "image/png"
