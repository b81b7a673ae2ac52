"""Reads help articles: a Markdown file with a title, cut into one passage for each heading.

What stands under the title itself is the lead: it sums the article up, and answers who asks about all of it.
A line `topics: ask_return_policy, return_items` right under a heading names the topics that the passage
answers; under the title, those that every passage of the file answers.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from commerce.spelling import Spelling, as_written

_TOPICS = "topics:"
_EMBEDDING = "title and heading + heading and text"  # part of the hash, so that a change embeds all anew


class ArticleUnfit(Exception):
    """A file is not a help article; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The text under one heading; the lead has the article's title for its heading."""

    heading: str
    text: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One file."""

    id: str
    title: str
    passages: tuple[Passage, ...]

    def content_hash(self, encoder_digest: str) -> str:
        """Changes when the words do, or the way in which vectors are made of them."""
        words = [_EMBEDDING, encoder_digest, self.title]
        for passage in self.passages:
            words += [passage.heading, passage.text, *passage.topics]
        return hashlib.sha256("\x00".join(words).encode()).hexdigest()

    def embedded_texts(self, passage: Passage) -> tuple[str, str]:
        """What a passage is found by: the sum of the vectors of these two texts.

        Measured on the questions in the tests, it finds more than one vector of all the words together.
        """
        return f"{self.title}\n{passage.heading}", f"{passage.heading}\n{passage.text}"


def read_articles(folder: Path, spelling: Spelling = as_written) -> list[Article]:
    """Every `*.md` file of `folder`, respelled. Raises ArticleUnfit for one that has no title or no text."""
    return [_read(path, spelling) for path in sorted(folder.glob("*.md"))]


def _read(path: Path, spelling: Spelling) -> Article:
    first, *rest = spelling(path.read_text(encoding="utf-8")).strip().splitlines() or [""]
    if not first.startswith("# "):
        raise ArticleUnfit(f"{path.name} does not begin with a title, `# ...`")
    title = first.removeprefix("# ").strip()
    sections: list[tuple[str, list[str]]] = [(title, [])]
    for line in rest:
        if line.startswith("## "):
            sections.append((line.removeprefix("## ").strip(), []))
        else:
            sections[-1][1].append(line)
    everywhere, introduction = _topics(sections[0][1])
    sections[0] = (title, introduction)
    passages = [_passage(heading, lines, everywhere) for heading, lines in sections]
    for passage in passages[1:]:
        if not passage.text:
            raise ArticleUnfit(f"{path.name} has no text under {passage.heading!r}")
    kept = tuple(passage for passage in passages if passage.text)
    if not kept:
        raise ArticleUnfit(f"{path.name} has a title and no text")
    return Article(path.stem, title, kept)


def _passage(heading: str, lines: list[str], everywhere: list[str]) -> Passage:
    topics, text = _topics(lines)
    return Passage(heading, "\n".join(text).strip(), tuple(dict.fromkeys([*topics, *everywhere])))


def _topics(lines: list[str]) -> tuple[list[str], list[str]]:
    """The topics that the first line with words names, and the other lines."""
    for place, line in enumerate(lines):
        if line.startswith(_TOPICS):
            names = line.removeprefix(_TOPICS).split(",")
            return [name.strip() for name in names if name.strip()], lines[place + 1 :]
        if line.strip():
            break
    return [], lines
