"""What the rules over spaCy tokens share: neighbours, by their norm, and a mention over tokens."""

from __future__ import annotations

from spacy.tokens import Token

from bot.entities.mention import Mention


def before(token: Token) -> str:
    """The norm of the token before; empty at the start."""
    return token.nbor(-1).norm_ if token.i > 0 else ""


def after(token: Token) -> str:
    """The norm of the token after; empty at the end."""
    return token.nbor(1).norm_ if token.i + 1 < len(token.doc) else ""


def span(entity: str, first: Token, last: Token, value: str | int) -> Mention:
    """A mention from one token to another."""
    return Mention(entity, first.idx, last.idx + len(last), value)
