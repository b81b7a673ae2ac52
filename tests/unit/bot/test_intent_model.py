from pathlib import Path

import numpy as np
import pytest

from bot.classifier.confidence import Calibration
from bot.classifier.head import HeadSettings
from bot.classifier.model import IntentModel, TooLittleTrainingData

SETTINGS = HeadSettings(ngram_dimensions=16)
WORDS = {"cancel_order": "cancel order stop", "greet": "hello hi hey", "out_of_scope": "weather pizza song"}


def examples() -> tuple[list[str], np.ndarray, list[str]]:
    """Three intents whose encodings lie around three axes."""
    random = np.random.default_rng(1)
    texts, encodings, intents = [], [], []
    for axis, (intent, words) in enumerate(WORDS.items()):
        for number in range(12):
            texts.append(f"{words.split()[number % 3]} please {number}")
            vector = np.eye(8)[axis] + random.normal(0, 0.15, 8)
            encodings.append(vector / np.linalg.norm(vector))
            intents.append(intent)
    return texts, np.array(encodings, dtype=np.float32), intents


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.train(*examples(), SETTINGS)


def test_the_nearest_intent_comes_first(model: IntentModel) -> None:
    ranking = model.rank("cancel order", np.eye(8, dtype=np.float32)[0])
    assert ranking[0][0] == "cancel_order"
    assert [confidence for _, confidence in ranking] == sorted((c for _, c in ranking), reverse=True)


def test_confidence_is_low_far_from_everything_learned(model: IntentModel) -> None:
    near = model.rank("hello please", np.eye(8, dtype=np.float32)[1])[0][1]
    far = model.rank("zzz", np.eye(8, dtype=np.float32)[7])[0][1]
    assert near > 0.8
    assert far < 0.5


def test_a_saved_model_ranks_as_before(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    encoding = np.full(8, 8**-0.5, dtype=np.float32)
    before, after = (dict(each.rank("stop the song", encoding)) for each in (model, again))
    assert list(after) == list(before)
    assert after == pytest.approx(before, rel=1e-5)  # where an array lies in memory decides its rounding


def test_an_intent_with_one_sentence_is_refused() -> None:
    texts, encodings, intents = examples()
    intents[0] = "lonely"
    with pytest.raises(TooLittleTrainingData, match="lonely"):
        IntentModel.train(texts, encodings, intents, SETTINGS)


def test_a_classifier_that_is_always_right_is_believed() -> None:
    calibration = Calibration.fit(np.ones((50, 3)), np.ones(50, dtype=bool))
    assert calibration.confidence(np.ones((1, 3)))[0] > 0.9


def test_texts_that_are_all_alike_but_for_their_intents_can_be_learned() -> None:
    texts = ["stop it please", "hello there"] * 10
    encodings = np.tile(np.eye(4, dtype=np.float32)[:2], (10, 1))
    model = IntentModel.train(texts, encodings, ["cancel_order", "greet"] * 10, SETTINGS)
    assert model.rank("hello there", encodings[1])[0][0] == "greet"
