"""Where a help article's passage can be read: the page's path and the heading's anchor."""

import re
import unicodedata


def heading_anchor(heading: str) -> str:
    """The heading as the anchor of its passage: `How long does it take?` is `how-long-does-it-take`."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def passage_path(article_id: str, heading: str) -> str:
    """The path of a passage on the store's own site."""
    return f"/help/{article_id}#{heading_anchor(heading)}"
