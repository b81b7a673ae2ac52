import numpy as np

from bot.classifier.neighbours import Neighbours, blended

AXES = np.eye(3, dtype=np.float32)


def test_near_sentences_vote_for_their_intent_and_tell_how_near_they_are() -> None:
    neighbours = Neighbours(AXES[[0, 0, 1]], [1, 1, 0], count=2, sharpness=30.0)
    near, votes = neighbours.look_up(AXES[[0, 2]])
    assert np.allclose(near, [2 / 3, 0])
    assert votes[0, 1] > 0.99
    assert np.allclose(votes[1], [1 / 3, 2 / 3])  # far from all of them, each counts the same


def test_a_blend_lies_between_and_a_weight_of_nothing_changes_nothing() -> None:
    head, votes = np.array([[0.8, 0.2]]), np.array([[0.1, 0.9]])
    assert np.allclose(blended(head, votes, 0.0), head)
    half = blended(head, votes, 0.5)
    assert np.allclose(half.sum(), 1)
    assert votes[0, 0] < half[0, 0] < head[0, 0]
