"""Questions in shoppers' words find the passage that answers them, and others find none."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from commerce.database import Sessions
from commerce.help.choosing import choose
from commerce.help.encoder import QuestionEncoder
from commerce.help.search import FoundPassage, article_leads, find_passages
from tests.integration.commerce.help.conftest import ROOT

SEPARATING = 0.40  # the similarity that best tells questions with an answer from others
QUESTIONS = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8"))


async def ask(sessions: Sessions, encoder: QuestionEncoder, question: str) -> list[FoundPassage]:
    async with sessions() as session:
        return await find_passages(session, encoder.encode(question), limit=3)


def answers(found: FoundPassage, wanted: dict[str, Any]) -> bool:
    headings = wanted.get(found.article_id, [])
    headings = [headings] if isinstance(headings, str) else headings
    return any(part.lower() in found.heading.lower() for part in headings)


async def test_a_question_finds_its_passage(help_sessions: Sessions, encoder: QuestionEncoder) -> None:
    best, *rest = await ask(help_sessions, encoder, "do you ship to canada?")
    assert (best.article_id, best.heading) == ("countries", "Do you ship to Canada or the United Kingdom?")
    assert best.title == "Where we deliver"
    assert "Canada" in best.text
    assert 1 >= best.similarity >= SEPARATING
    assert len(rest) == 2
    assert best.similarity >= rest[0].similarity >= rest[1].similarity


async def test_only_the_passages_of_a_topic(help_sessions: Sessions, encoder: QuestionEncoder) -> None:
    embedding = encoder.encode("do you ship to canada?")
    async with help_sessions() as session:
        found = await find_passages(session, embedding, topic="ask_gift_cards")
        none = await find_passages(session, embedding, topic="no_such_topic")
    assert {passage.article_id for passage in found} == {"gift-cards"}
    assert none == []


# Floors a little below what was measured, so that a reworded article may cost a question or two.
@pytest.mark.parametrize(("part", "first", "among_three"), [("answered", 0.84, 0.95), ("unseen", 0.78, 0.92)])
async def test_most_questions_find_their_passage(
    help_sessions: Sessions, encoder: QuestionEncoder, part: str, first: float, among_three: float
) -> None:
    found = [
        [answers(passage, question["by"]) for passage in await ask(help_sessions, encoder, question["ask"])]
        for question in QUESTIONS[part]
    ]
    is_first = sum(hits[0] for hits in found) / len(found)
    is_among_three = sum(any(hits) for hits in found) / len(found)
    print(f"{part}: {len(found)} questions, first {is_first:.1%}, among three {is_among_three:.1%}")
    assert is_first >= first
    assert is_among_three >= among_three


async def test_similarity_tells_answered_from_unanswered(
    help_sessions: Sessions, encoder: QuestionEncoder
) -> None:
    async def reach(questions: list[str]) -> float:
        best = [(await ask(help_sessions, encoder, question))[0].similarity for question in questions]
        return sum(similarity >= SEPARATING for similarity in best) / len(best)

    kept = await reach([each["ask"] for part in ("answered", "unseen") for each in QUESTIONS[part]])
    let_through = await reach(QUESTIONS["unanswered"] + QUESTIONS["unseen_unanswered"])
    print(f"from {SEPARATING}: {kept:.1%} of the answered kept, {let_through:.1%} of the others let through")
    assert kept >= 0.93
    assert let_through <= 0.1


# Of so many questions the answer under noise may share no passage with the answer without: seen, 2 of 115,
# one of which turns from a passage to its article's lead.
MOST_UNSTEADY = 0.04


async def test_a_processors_rounding_changes_no_answer_but_a_few(
    help_sessions: Sessions, encoder: QuestionEncoder
) -> None:
    """Noise of 0.01 in every component, where another processor moved similarities by as much."""
    noise = np.random.default_rng(7)
    questions = [each["ask"] for part in ("answered", "unseen") for each in QUESTIONS[part]]
    unsteady = []
    async with help_sessions() as session:
        leads = await article_leads(session)

        async def answer(question: str, embedding: Sequence[float]) -> list[tuple[str, str]]:
            chosen = choose(question, await find_passages(session, embedding, limit=3), leads)
            return [(each.article_id, each.heading) for each in chosen]

        for question in questions:
            exact = np.array(encoder.encode(question))
            plain = await answer(question, exact.tolist())
            noisy = await answer(question, (exact + noise.normal(0, 0.01, exact.size)).tolist())
            if not set(plain) & set(noisy):
                unsteady.append((question, plain, noisy))
    print(f"{len(unsteady)} of {len(questions)} answered otherwise: {unsteady}")
    assert len(unsteady) <= MOST_UNSTEADY * len(questions)


async def test_whole_topics_are_answered_by_their_leads_whatever_the_rounding(
    help_sessions: Sessions, encoder: QuestionEncoder
) -> None:
    noise = np.random.default_rng(7)
    async with help_sessions() as session:
        leads = await article_leads(session)
        for question in (
            "what's your return policy?",
            "tell me about exchanges",
            "warranty?",
            "shipping costs",
        ):
            for _ in range(5):
                exact = np.array(encoder.encode(question))
                noisy = (exact + noise.normal(0, 0.01, exact.size)).tolist()
                found = await find_passages(session, noisy, limit=3)
                [chosen] = choose(question, found, leads)
                assert chosen.heading == chosen.title, question


async def test_every_article_of_ours_has_a_lead(help_sessions: Sessions) -> None:
    async with help_sessions() as session:
        leads = {each.article_id for each in await article_leads(session)}
    assert leads == {path.stem for path in (ROOT / "data" / "help").glob("*.md")}
