"""How well messages that nobody trained on are understood, with the shop's real training sentences."""

import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.encoder_featurizer import EncoderFeaturizer
from bot.components.intent_classifier import IntentClassifier
from bot.encoder.onnx_encoder import OnnxEncoder
from bot.evaluation.labelled import Labelled, read_folder, read_labelled
from bot.evaluation.pipeline import Answers, Config, Pipeline
from bot.evaluation.rasa_model import RasaModel
from bot.evaluation.sureness import choose_threshold

ROOT = Path(__file__).parents[3]
TESTED = read_labelled(ROOT / "tests" / "nlu" / "messages.csv")
WANTED = np.array([each.intent for each in TESTED], dtype=object)
CONFIG = Config.read(ROOT / "config.yml")


@pytest.fixture(scope="module")
def sentences() -> list[Labelled]:
    return read_folder(ROOT / "data" / "nlu")


@pytest.fixture(scope="module")
def model() -> RasaModel:
    """The trained model of the present data, whole."""
    if "TRAINED_TEST_MODEL" not in os.environ:
        pytest.skip("TRAINED_TEST_MODEL names no model")
    return RasaModel(Path(os.environ["TRAINED_TEST_MODEL"]))


@pytest.fixture(scope="module")
def answers(model: RasaModel) -> Answers:
    return model.answers([each.text for each in TESTED])


def test_no_message_of_the_test_set_was_trained_on(sentences: list[Labelled]) -> None:
    trained = {each.text.lower() for each in sentences}
    assert not [each.text for each in TESTED if each.text.lower() in trained]


def test_most_of_the_test_set_is_understood(answers: Answers) -> None:
    assert (answers.intents == WANTED).mean() >= 0.85


def test_what_is_misunderstood_is_mostly_doubted(answers: Answers) -> None:
    right, sure = answers.intents == WANTED, answers.confidences >= CONFIG.threshold
    assert (sure & ~right).mean() <= 0.12
    assert (right & ~sure).mean() <= 0.06


def test_the_fallback_threshold_costs_little_more_than_the_cheapest(answers: Answers) -> None:
    choice = choose_threshold(answers.confidences, answers.intents == WANTED, CONFIG.costs)
    assert choice.cost_at(CONFIG.threshold) <= choice.lowest_cost + CONFIG.costs.wrong_answer / 50, (
        choice.best
    )


def test_what_is_evaluated_is_what_rasa_runs(sentences: list[Labelled]) -> None:
    some = sentences[::15]
    pipeline = Pipeline(CONFIG)
    encoded = pipeline.encode([each.text for each in some], "understanding")
    learned = pipeline.train(encoded, [each.intent for each in some])
    settings = EncoderFeaturizer.get_default_config()
    featurizer = EncoderFeaturizer("featurizer", settings, None, None, learned.spelling)
    classifier = IntentClassifier(IntentClassifier.get_default_config(), None, None, learned.model)
    for text in ("wheres my parcel #W1234567", "do you ship to Canada?", "hwere is my oder"):
        [message] = classifier.process(featurizer.process([Message({"text": text})]))
        intent = message.get("intent")
        assert pipeline.understand(learned, text) == (intent["name"], intent["confidence"])


def test_a_slip_of_the_finger_changes_nothing(model: RasaModel) -> None:
    assert model.parse("wehre is my pacrel").intent == "check_order_status"


def test_every_intent_has_sentences_and_test_messages_enough(sentences: list[Labelled]) -> None:
    trained, tested = Counter(each.intent for each in sentences), Counter(WANTED)
    assert min(trained.values()) >= 60
    assert set(tested) == set(trained)
    assert min(tested.values()) >= 6


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("cancel #W1234567 and track order A100234 please", ["cancel_order", "check_order_status"]),
        ("I want to return the lamp. Also, do you ship to Canada?", ["return_items", "ask_countries"]),
        ("hello, where is my order", None),
        ("the blue one and the red one", None),
        ("my name is Jane Doe and my zip is 80279", None),
    ],
)
def test_a_message_of_several_requests_names_each(model: RasaModel, text, intents) -> None:
    requests = model.result(text).get("requests")
    assert (requests and [request["intent"] for request in requests]) == intents
    for request in requests or []:
        assert text[request["start"] : request["end"]] == request["text"]


def test_a_message_without_text_has_no_intent_and_no_confidence() -> None:
    classifier = IntentClassifier(IntentClassifier.get_default_config(), None, None, None)
    [message] = classifier.process([Message({"text": ""})])
    assert message.get("intent") == {"name": None, "confidence": 0.0}


def test_a_processors_rounding_changes_few_intents(
    model: RasaModel, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noise of 0.01 in every component of every encoding."""
    noise, exact = np.random.default_rng(7), OnnxEncoder.features

    def noisy_features(encoder: OnnxEncoder, text: str) -> np.ndarray:
        features = exact(encoder, text)
        return features + noise.normal(0, 0.01, features.size).astype(np.float32)

    monkeypatch.setattr(OnnxEncoder, "features", noisy_features)
    noisy = model.answers([each.text for each in TESTED])
    is_sure, is_same = answers.confidences >= CONFIG.threshold, answers.intents == noisy.intents
    print(f"{(~is_same).sum()} of {len(TESTED)} intents change, {(is_sure & ~is_same).sum()} of those sure")
    assert is_same.mean() >= 0.97
    assert (is_sure & ~is_same).mean() <= 0.01
