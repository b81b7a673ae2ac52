import json

import numpy as np
import pytest

from bot.classifier.ngrams import Ngrams

TEXTS = ["where is my order", "cancel my order please", "hello hello there", "is it where it is"]


@pytest.mark.parametrize("text", [*TEXTS, "where where is the lamp", "zzz", ""])
def test_a_single_text_is_weighted_as_the_training_texts_are(text: str) -> None:
    ngrams = Ngrams()
    matrix = ngrams.fit(TEXTS)
    columns, weights = ngrams.weights(text)
    row = np.zeros(matrix.shape[1])
    row[columns] = weights
    expected = [v.transform([text]).toarray()[0] for v in ngrams._vectorizers]
    assert row == pytest.approx(np.concatenate(expected), abs=1e-6)


def test_restored_ngrams_weigh_as_before() -> None:
    ngrams = Ngrams()
    ngrams.fit(TEXTS)
    again = Ngrams.restored(json.loads(json.dumps(ngrams.state())))
    for ours, theirs in zip(
        ngrams.weights("cancel the order"), again.weights("cancel the order"), strict=True
    ):
        assert ours == pytest.approx(theirs)
