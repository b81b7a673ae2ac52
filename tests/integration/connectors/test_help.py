"""The link under a quoted passage leads to the passage."""

from commerce.database import Sessions
from commerce.help.links import passage_path
from commerce.help.models import HelpArticle, HelpPassage
from tests.integration.connectors.running import RunningGateway

HEADING = "How long do I have? <b>"


async def store_article(sessions: Sessions) -> None:
    text = "Thirty days.\n\nNot <i>more</i>."
    passage = HelpPassage(position=0, heading=HEADING, text=text, embedding=[0.1] * 384)
    article = HelpArticle(id="return-policy", title="Return policy", content_hash="x", passages=[passage])
    async with sessions.begin() as session:
        session.add(article)


async def test_an_article_shows_its_passages_under_their_anchors(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    await store_article(sessions)
    path, _, anchor = passage_path("return-policy", HEADING).partition("#")
    page = await gateway.client.get(path)
    assert page.status_code == 200
    assert f'<h2 id="{anchor}">How long do I have? &lt;b&gt;</h2>' in page.text
    assert "<p>Not &lt;i&gt;more&lt;/i&gt;.</p>" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_the_overview_links_every_article(gateway: RunningGateway, sessions: Sessions) -> None:
    await store_article(sessions)
    overview = await gateway.client.get("/help/")
    assert '<a href="/help/return-policy">Return policy</a>' in overview.text


async def test_an_unknown_article_is_said_kindly(gateway: RunningGateway) -> None:
    page = await gateway.client.get("/help/no-such-thing")
    assert page.status_code == 404
    assert "There is no such article" in page.text
