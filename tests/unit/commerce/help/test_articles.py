"""Help articles are cut into one passage for each heading, and bad files are named."""

import re
from pathlib import Path

import pytest

from commerce.help.articles import ArticleUnfit, Passage, read_articles

ROOT = Path(__file__).resolve().parents[4]
# What only answers the heading above it, which is not quoted.
_LEANS_ON_ITS_HEADING = re.compile(
    r"(?:yes|no|nope|sure|of course|it depends|only if|maybe|neither|both|that depends|correct|right)\b"
    r"(?! (?:more|longer|other|later|items?|orders?|fees?)\b)",
    re.IGNORECASE,
)


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_each_heading_is_a_passage(tmp_path: Path) -> None:
    write(
        tmp_path,
        "tea.md",
        "# Tea\n\nWe know.\n\n## Is it hot?\n\nYes.\nVery.\n\n## Is it tea?\n\nYes.\n",
    )
    [article] = read_articles(tmp_path)
    assert (article.id, article.title) == ("tea", "Tea")
    assert article.passages == (
        Passage("Tea", "We know."),
        Passage("Is it hot?", "Yes.\nVery."),
        Passage("Is it tea?", "Yes."),
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("No title.\n", "tea.md does not begin with a title"),
        ("", "tea.md does not begin with a title"),
        ("# Tea\n", "tea.md has a title and no text"),
        ("# Tea\n\n## Is it hot?\n\n## Is it tea?\n\nYes.\n", "no text under 'Is it hot[?]'"),
    ],
)
def test_a_file_that_is_no_article_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    write(tmp_path, "tea.md", text)
    with pytest.raises(ArticleUnfit, match=complaint):
        read_articles(tmp_path)


def test_topics_stand_under_the_title_or_a_heading(tmp_path: Path) -> None:
    write(
        tmp_path,
        "tea.md",
        "# Tea\ntopics: ask_tea\n\nWe know.\n\n## Is it hot?\ntopics: ask_heat, ask_tea\n\nYes.\n\n"
        "## Which topics: does it have?\n\nSome.\ntopics: these\n",
    )
    [article] = read_articles(tmp_path)
    assert article.passages == (
        Passage("Tea", "We know.", ("ask_tea",)),
        Passage("Is it hot?", "Yes.", ("ask_heat", "ask_tea")),
        Passage("Which topics: does it have?", "Some.\ntopics: these", ("ask_tea",)),
    )


def test_the_hash_follows_the_topics(tmp_path: Path) -> None:
    write(tmp_path, "tea.md", "# Tea\n\n## Is it hot?\n\nYes.\n")
    [before] = read_articles(tmp_path)
    write(tmp_path, "tea.md", "# Tea\n\n## Is it hot?\ntopics: ask_heat\n\nYes.\n")
    [after] = read_articles(tmp_path)
    assert after.content_hash("a") != before.content_hash("a")


def test_the_hash_follows_words_and_encoder(tmp_path: Path) -> None:
    write(tmp_path, "tea.md", "# Tea\n\n## Is it hot?\n\nYes.\n")
    [before] = read_articles(tmp_path)
    write(tmp_path, "tea.md", "# Tea\n\n## Is it hot?\n\n\nYes.\n\n")
    [spaced] = read_articles(tmp_path)
    write(tmp_path, "tea.md", "# Tea\n\n## Is it hot?\n\nNo.\n")
    [changed] = read_articles(tmp_path)
    assert spaced.content_hash("a") == before.content_hash("a")
    assert changed.content_hash("a") != before.content_hash("a")
    assert before.content_hash("b") != before.content_hash("a")


def test_the_stores_own_articles_are_well_formed() -> None:
    articles = read_articles(ROOT / "data" / "help")
    assert len(articles) >= 25
    for article in articles:
        headings = [passage.heading for passage in article.passages]
        assert len(set(headings)) == len(headings), article.id
        assert len(headings) >= 3, article.id
        for passage in article.passages:
            assert 20 <= len(passage.text) <= 700, f"{article.id}: {passage.heading}"


def test_every_passage_stands_alone() -> None:
    """A passage is quoted without its heading, where "No. It does not." would answer nothing."""
    passages = [each for article in read_articles(ROOT / "data" / "help") for each in article.passages]
    leaning = [each.text for each in passages if _LEANS_ON_ITS_HEADING.match(each.text)]
    assert len(passages) > 100
    assert not leaning
