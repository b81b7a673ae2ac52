"""Help articles as files: read and edited whole, and compared with what shoppers see."""

import asyncio
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import CommerceError
from commerce.help.articles import Article, ArticleUnfit, read_articles
from commerce.help.models import HelpArticle, HelpPassage
from commerce.spelling import Spelling, as_written
from commerce.training.models import ChangeKind, TrainingChange
from training.files import read_text
from training.patches import Patch
from training.place import Place

FOLDER = "data/help"
PUBLISH = "training:publish_help"  # the job's name at the worker
LONGEST = 20_000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


class ArticleRefused(CommerceError):
    """The text is no help article; the message says why."""


@dataclass(frozen=True, slots=True)
class Published:
    """A folder of the articles as shoppers may read them; those `held` are older than their edits."""

    folder: Path
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed:
    """An article, and whether shoppers see it as it is here."""

    article: Article
    is_published: bool


def article_text(place: Place, name: str) -> str:
    """The article's Markdown. Raises ArticleRefused when there is none of that name."""
    path = place.root / FOLDER / f"{_checked(name)}.md"
    if not path.is_file():
        raise ArticleRefused(f"there is no article {name}")
    return read_text(path)


def _checked(name: str) -> str:
    """The name, which leads nowhere else than to a file of its folder. Raises ArticleRefused."""
    if not _NAME.fullmatch(name):
        raise ArticleRefused(f"there is no article {name}")
    return name


def article_patch(place: Place, name: str, text: str) -> Patch:
    """The edit that gives an article another text. Raises ArticleRefused."""
    before, after = article_text(place, name), text.replace("\r\n", "\n").strip() + "\n"
    if len(after) > LONGEST or after == before:
        raise ArticleRefused("the text is too long, or as it was")
    preview(name, after)
    return Patch(f"{FOLDER}/{name}.md", before, after)


def preview(name: str, text: str) -> Article:
    """The article as it would be read. Raises ArticleRefused."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{_checked(name)}.md").write_text(text, encoding="utf-8")
        try:
            return read_articles(Path(folder))[0]
        except ArticleUnfit as unfit:
            raise ArticleRefused(str(unfit)) from None


@asynccontextmanager
async def published_folder(session: AsyncSession, place: Place) -> AsyncIterator[Published]:
    """The articles' folder, as long as the block lasts, as shoppers may read it.

    What was edited on the page and is not published yet stands there as before; a file that somebody has
    edited since by other means is taken as it is.
    """
    held = await _unpublished(session, place)
    if not held:
        yield Published(place.root / FOLDER)
        return
    with tempfile.TemporaryDirectory() as copied:
        await asyncio.to_thread(shutil.copytree, place.root / FOLDER, copied, dirs_exist_ok=True)
        for name, text in held.items():
            await asyncio.to_thread(Path(copied, name).write_text, text, encoding="utf-8")
        yield Published(Path(copied), frozenset(Path(name).stem for name in held))


async def _unpublished(session: AsyncSession, place: Place) -> dict[str, str]:
    """The texts that stay in use of articles whose edits wait to be published, by file name."""
    rows = await session.execute(
        select(TrainingChange.patches, TrainingChange.created_at)
        .where(TrainingChange.kind == ChangeKind.ARTICLE, TrainingChange.undone_at.is_(None))
        .order_by(TrainingChange.created_at)
    )
    articles = await session.execute(select(HelpArticle.id, HelpArticle.updated_at))
    published_at = {f"{FOLDER}/{article_id}.md": at for article_id, at in articles}
    before, after = dict[str, str](), dict[str, str]()
    for patches, at in rows:
        for each in patches:
            file = each["file"]
            if file in published_at and at > published_at[file]:
                before.setdefault(file, each["old"])
                after[file] = each["new"]
    return {
        Path(file).name: text
        for file, text in before.items()
        if (place.root / file).is_file() and read_text(place.root / file) == after[file]
    }


async def list_articles(session: AsyncSession, place: Place, spelling: Spelling = as_written) -> list[Listed]:
    """Every article of the folder, respelled as shoppers see it. Raises ArticleUnfit."""
    rows = await session.execute(
        select(HelpArticle.id, HelpArticle.title, HelpPassage.heading, HelpPassage.text, HelpPassage.topics)
        .join(HelpPassage, HelpPassage.article_id == HelpArticle.id)
        .order_by(HelpArticle.id, HelpPassage.position)
    )
    shown: dict[str, list[tuple[str, str, str, tuple[str, ...]]]] = {}
    for article_id, title, heading, text, topics in rows:
        shown.setdefault(article_id, []).append((title, heading, text, tuple(topics)))
    return [
        Listed(
            each,
            shown.get(each.id)
            == [(each.title, part.heading, part.text, part.topics) for part in each.passages],
        )
        for each in read_articles(place.root / FOLDER, spelling)
    ]
