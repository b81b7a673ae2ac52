"""A trainer's article is a file of its folder, whatever its name."""

from pathlib import Path

import pytest

from training.articles import ArticleRefused, article_text, preview
from training.place import Place


@pytest.mark.parametrize(
    "name", ["../escaped", "..", ".", "", "a/b", "/etc/passwd", "a\x00b", "a.b", "-x", "x" * 101, "\u00e9"]
)
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArticleRefused):
        preview(name, "# Title\n\nLead.\n\n## Heading\n\nText.\n")
    with pytest.raises(ArticleRefused):
        article_text(Place.below(tmp_path), name)
    assert list(tmp_path.rglob("*.md")) == []
