"""How often a question is put: what was no answer to it is counted, and what came in between."""

from actions.engine.flow import Ask, Progress
from actions.turn.shop import Turn

MOST_MISSES = 2
MOST_RETURNS = 1  # how often an open question is put again after other things, before it is dropped


def count_asking(turn: Turn, progress: Progress, question: Ask, *, is_asked_back: bool) -> None:
    """Count the question where it was open already, else begin to count; `is_asked_back` is not counted."""
    before = (progress.asked, progress.question, progress.about)
    if before != (question.slot, question.response, question.about):
        progress.asked, progress.question, progress.misses = question.slot, question.response, 0
        progress.about, progress.returns = question.about, 0
    elif turn.said.is_silent:
        progress.returns += not (is_asked_back or turn.is_heard)
    elif not (turn.is_correction or (turn.is_heard and progress.is_summarised)):
        progress.misses += 1
