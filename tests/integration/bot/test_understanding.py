"""How well messages that nobody trained on are understood, with the shop's real training sentences."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message

from bot.classifier.head import HeadSettings
from bot.classifier.model import IntentModel
from bot.components.encoder_featurizer import EncoderFeaturizer
from bot.components.intent_classifier import IntentClassifier
from bot.encoder.cache import EncodingCache
from bot.encoder.files import default_folder
from bot.encoder.onnx_encoder import OnnxEncoder
from bot.entities.masking import masked
from bot.entities.ruler import EntityRuler
from bot.evaluation.pipeline import Config, Pipeline
from bot.evaluation.sureness import choose_threshold

ROOT = Path(__file__).parents[3]
HELD_OUT = yaml.safe_load((Path(__file__).parent / "heldout_messages.yml").read_text())


@pytest.fixture(scope="module")
def sentences() -> list[tuple[str, str]]:
    examples = (
        RasaFileImporter(training_data_paths=[str(ROOT / "data" / "nlu")]).get_nlu_data().intent_examples
    )
    return [(example.get("text"), example.get("intent")) for example in examples]


@pytest.fixture(scope="module")
def model(sentences: list[tuple[str, str]]) -> IntentModel:
    encoder, ruler = OnnxEncoder(default_folder()), EntityRuler(Path("none"))
    texts = [masked(text, ruler.mentions(text)) for text, _ in sentences]
    with EncodingCache(encoder) as cache:
        encodings = np.stack([cache.encode(text) for text in texts])
    return IntentModel.train(texts, encodings, [intent for _, intent in sentences], HeadSettings())


@pytest.fixture(scope="module")
def understand(model: IntentModel) -> Callable[[str], Message]:
    """The pipeline's own components, one after the other."""
    featurizer = EncoderFeaturizer("featurizer", EncoderFeaturizer.get_default_config())
    classifier = IntentClassifier(IntentClassifier.get_default_config(), None, None, model)

    def understand(text: str) -> Message:
        return classifier.process(featurizer.process([Message({"text": text})]))[0]

    return understand


@pytest.fixture(scope="module")
def ranked(model: IntentModel) -> list[tuple[str, str, str, float]]:
    """Message, its intent, the intent understood and the confidence."""
    encoder, ruler = OnnxEncoder(default_folder()), EntityRuler(Path("none"))
    results = []
    for intent, messages in HELD_OUT.items():
        for message in messages:
            text = masked(message, ruler.mentions(message))
            understood, confidence = model.rank(text, encoder.encode(text))[0]
            results.append((message, intent, understood, confidence))
    return results


def test_no_held_out_message_was_trained_on(sentences: list[tuple[str, str]]) -> None:
    trained = {text.lower() for text, _ in sentences}
    assert not [m for messages in HELD_OUT.values() for m in messages if m.lower() in trained]


def test_nineteen_of_twenty_held_out_messages_are_understood(ranked) -> None:
    wrong = [result for result in ranked if result[1] != result[2]]
    assert len(wrong) <= len(ranked) * 0.06, wrong


def test_what_is_misunderstood_is_mostly_doubted(ranked) -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text())
    threshold = next(part["threshold"] for part in config["pipeline"] if part["name"] == "FallbackClassifier")
    believed_wrongly = [r for r in ranked if r[1] != r[2] and r[3] >= threshold]
    doubted_wrongly = [r for r in ranked if r[1] == r[2] and r[3] < threshold]
    assert len(believed_wrongly) <= len(ranked) * 0.04, believed_wrongly
    assert len(doubted_wrongly) <= len(ranked) * 0.04, doubted_wrongly


def test_the_fallback_threshold_costs_no_more_than_a_wrong_answer_in_a_hundred_above_the_cheapest(
    ranked,
) -> None:
    config = Config.read(ROOT / "config.yml")
    confidences = np.array([confidence for *_, confidence in ranked])
    right = np.array([wanted == understood for _, wanted, understood, _ in ranked])
    choice = choose_threshold(confidences, right, config.costs)
    assert choice.cost_at(config.threshold) <= choice.lowest_cost + config.costs.wrong_answer / 100, (
        choice.best
    )


def test_what_is_evaluated_is_what_rasa_runs(understand, model) -> None:
    pipeline = Pipeline(Config.read(ROOT / "config.yml"))
    for text in ("wheres my parcel #W1234567", "do you ship to Canada?"):
        intent = understand(text).get("intent")
        assert pipeline.understand(model, text) == (intent["name"], intent["confidence"])


def test_every_intent_has_sentences_enough(sentences: list[tuple[str, str]]) -> None:
    intents = [intent for _, intent in sentences]
    assert set(HELD_OUT) == set(intents)
    assert min(intents.count(intent) for intent in set(intents)) >= 30


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("cancel #W1234567 and track order A100234 please", ["cancel_order", "check_order_status"]),
        ("I want to return the lamp. Also, do you ship to Canada?", ["return_items", "ask_policy"]),
        ("hello, where is my order", None),
        ("the blue one and the red one", None),
        ("my name is Jane Doe and my zip is 80279", None),
    ],
)
def test_a_message_of_several_requests_names_each(understand, text, intents) -> None:
    requests = understand(text).get("requests")
    assert (requests and [request["intent"] for request in requests]) == intents
    for request in requests or []:
        assert text[request["start"] : request["end"]] == request["text"]


def test_a_message_without_text_has_no_intent_and_no_confidence(understand) -> None:
    assert understand("").get("intent") == {"name": None, "confidence": 0.0}
