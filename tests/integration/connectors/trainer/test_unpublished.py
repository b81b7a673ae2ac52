"""A help article that is edited on the page waits to be published, also over a new start."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import func, update

from commerce.database import Sessions
from commerce.help.models import HelpArticle, HelpPassage
from commerce.spelling import spelling_of
from commerce.staff.models import Role
from tests.integration.connectors.staff.people import Browser
from training.articles import Published, list_articles, published_folder
from training.place import Place

Enter = Callable[..., Awaitable[Browser]]
GIFTS = "# Gifts\n\nAll about gifts.\n\n## Cards\ntopics: greet\n\nThey never expire.\n"


@pytest.fixture
def place(place: Place) -> Place:
    folder = place.root / "data" / "help"
    folder.mkdir(parents=True)
    (folder / "gifts.md").write_text(GIFTS)
    (folder / "tea.md").write_text("# Tea\n\nTea.\n\n## Hot?\n\nYes.\n")
    return place


@pytest.fixture
async def published(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add_all(
            HelpArticle(id=name, title=name, content_hash="x", updated_at=func.now())
            for name in ("gifts", "tea")
        )


async def started(sessions: Sessions, place: Place) -> dict[str, str]:
    """The articles that a start brings into the store."""
    async with sessions() as session, published_folder(session, place) as found:
        texts, edited = _read(found.folder), _read(place.root / "data" / "help")
        assert {f"{name}.md" for name in found.held} == {
            name for name in texts if texts[name] != edited[name]
        }
        return texts


def _read(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.glob("*.md")}


async def edit(trainer: Browser, text: str) -> None:
    answer = await trainer.submit("/trainer/help/gifts", text=text, do="keep")
    assert answer.status_code == 303, answer.text


async def test_a_start_leaves_shoppers_what_was_published(
    sessions: Sessions, enter: Enter, place: Place, published: None
) -> None:
    trainer = await enter(Role.TRAINER)
    await edit(trainer, GIFTS.replace("never", "hardly"))
    await edit(trainer, GIFTS.replace("never", "seldom"))
    assert "seldom" in (place.root / "data/help/gifts.md").read_text()
    found = await started(sessions, place)
    assert found["gifts.md"] == GIFTS
    assert sorted(found) == ["gifts.md", "tea.md"]
    async with sessions.begin() as session:  # as publishing does
        await session.execute(update(HelpArticle).values(updated_at=func.clock_timestamp()))
    assert "seldom" in (await started(sessions, place))["gifts.md"]


async def test_a_file_that_was_edited_by_hand_is_taken_by_a_start(
    sessions: Sessions, enter: Enter, place: Place, published: None
) -> None:
    await edit(await enter(Role.TRAINER), GIFTS.replace("never", "hardly"))
    by_hand = GIFTS.replace("never", "after ten years")
    (place.root / "data/help/gifts.md").write_text(by_hand)
    assert (await started(sessions, place))["gifts.md"] == by_hand


async def test_without_edits_on_the_page_it_is_the_folder_itself(sessions: Sessions, place: Place) -> None:
    async with sessions() as session, published_folder(session, place) as found:
        assert found == Published(place.root / "data" / "help")


@pytest.mark.parametrize(("locale", "is_published"), [("en-GB", True), ("en-US", False)])
async def test_an_article_is_published_in_the_spelling_of_the_store(
    sessions: Sessions, place: Place, published: None, locale: str, is_published: bool
) -> None:
    (place.root / "data/help/tea.md").write_text("# tea\n\nIt has many colors.\n")
    shown = HelpPassage(
        article_id="tea", position=0, heading="tea", text="It has many colours.", embedding=[1.0] * 384
    )
    async with sessions.begin() as session:
        session.add(shown)
    async with sessions() as session:
        listed = await list_articles(session, place, spelling_of(locale))
    assert {each.article.id: each.is_published for each in listed} == {"gifts": False, "tea": is_published}
