"""The store's help articles follow their folder, and only what changed is embedded again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from commerce.database import Sessions
from commerce.help.articles import ArticleUnfit
from commerce.help.encoder import EncoderUnfit, QuestionEncoder
from commerce.help.load import NoArticles, load_help_articles
from commerce.help.models import HelpArticle, HelpPassage
from tests.integration.commerce.help.conftest import ENCODER

Said = list[str]


def write(folder: Path, name: str, *sections: str) -> None:
    (folder / f"{name}.md").write_text(f"# About {name}\n\n" + "\n\n".join(sections) + "\n")


@pytest.fixture
def folder(tmp_path: Path, encoder: QuestionEncoder) -> Path:
    made = tmp_path / "help"
    made.mkdir()
    write(made, "tea", "## Is tea hot?\n\nYes, it is.", "## Is tea wet?\n\nYes, it is too.")
    write(made, "cake", "## Is cake sweet?\n\nMostly it is.")
    return made


@pytest.fixture
def load(database_url: str, folder: Path) -> Callable[[], object]:
    async def run() -> str:
        said: Said = []
        await load_help_articles(database_url, folder, said.append, encoder_folder=ENCODER)
        return said[-1]

    return run


async def passages(sessions: Sessions) -> dict[str, list[int]]:
    """The ids of each article's passages: new ones after it was embedded anew."""
    async with sessions() as session:
        rows = await session.execute(
            select(HelpPassage.article_id, HelpPassage.id).order_by(
                HelpPassage.article_id, HelpPassage.position
            )
        )
        found: dict[str, list[int]] = {}
        for article_id, passage_id in rows:
            found.setdefault(article_id, []).append(passage_id)
        return found


async def test_articles_become_passages(load, sessions: Sessions) -> None:
    assert await load() == "help articles: 2 in all, 2 new or changed, 0 removed"
    assert {article: len(ids) for article, ids in (await passages(sessions)).items()} == {"tea": 2, "cake": 1}


async def test_only_a_changed_article_is_embedded_again(load, folder: Path, sessions: Sessions) -> None:
    await load()
    before = await passages(sessions)
    write(folder, "cake", "## Is cake sweet?\n\nAlways.")
    assert await load() == "help articles: 2 in all, 1 new or changed, 0 removed"
    after = await passages(sessions)
    assert after["tea"] == before["tea"]
    assert after["cake"] != before["cake"]


async def test_an_article_goes_with_its_file(load, folder: Path, sessions: Sessions) -> None:
    await load()
    (folder / "cake.md").unlink()
    assert await load() == "help articles: 1 in all, 0 new or changed, 1 removed"
    assert list(await passages(sessions)) == ["tea"]


async def test_a_new_title_is_stored(load, folder: Path, sessions: Sessions) -> None:
    await load()
    (folder / "cake.md").write_text("# All about cake\n\n## Is cake sweet?\n\nMostly it is.\n")
    await load()
    async with sessions() as session:
        article = await session.get_one(HelpArticle, "cake")
    assert article.title == "All about cake"


async def test_what_waits_to_be_published_is_written_anew_and_no_newer(
    load, database_url: str, folder: Path, sessions: Sessions
) -> None:
    await load()
    async with sessions() as session:
        before = dict((await session.execute(select(HelpArticle.id, HelpArticle.updated_at))).all())
    held = {"cake"}
    respelled = str.upper  # as a store's other English would, or another encoder
    await load_help_articles(
        database_url, folder, lambda line: None, encoder_folder=ENCODER, held=held, spelling=respelled
    )
    async with sessions() as session:
        rows = await session.scalars(select(HelpArticle))
        newer = {each.id: each.updated_at > before[each.id] for each in rows}
        texts = await session.scalars(select(HelpPassage.text).where(HelpPassage.article_id == "cake"))
    assert newer == {"tea": True, "cake": False}
    assert list(texts) == ["MOSTLY IT IS."]


async def test_a_bad_file_changes_nothing(load, folder: Path, sessions: Sessions) -> None:
    await load()
    before = await passages(sessions)
    write(folder, "cake", "## Is cake sweet?\n\nAlways.")
    (folder / "tea.md").write_text("no title")
    with pytest.raises(ArticleUnfit, match=r"tea\.md"):
        await load()
    assert await passages(sessions) == before


async def test_an_empty_folder_removes_nothing(load, folder: Path, sessions: Sessions) -> None:
    await load()
    for name in ("tea", "cake"):
        (folder / f"{name}.md").unlink()
    with pytest.raises(NoArticles):
        await load()
    assert len(await passages(sessions)) == 2


async def test_a_missing_encoder_is_said(database_url: str, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderUnfit, match=r"model\.onnx"):
        await load_help_articles(
            database_url, folder, lambda line: None, encoder_folder=tmp_path / "no-encoder"
        )
