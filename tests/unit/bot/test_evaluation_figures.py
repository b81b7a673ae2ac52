"""The figures of an evaluation, against ones worked out by hand."""

import random
import time
from typing import Any

import numpy as np
import pytest

from bot.evaluation.explain import by_group, confusion_in_words, difference_in_words
from bot.evaluation.generalisation import manner_of
from bot.evaluation.labelled import Labelled
from bot.evaluation.latency import latency_of
from bot.evaluation.manners import after_a_story, as_a_text, by_voice, non_native, wrapped_in_courtesy
from bot.evaluation.pipeline import Answers, Costs
from bot.evaluation.robustness import in_other_words, with_typos, without_punctuation
from bot.evaluation.scores import entity_scores, scores, worst_confusions
from bot.evaluation.sureness import (
    choose_threshold,
    equal_mass_bins,
    expected_calibration_error,
    scope_scores,
)
from bot.evaluation.two_requests import drawn_pairs


def test_scores_are_means_over_the_intents_that_occur() -> None:
    found = scores(["a", "a", "a", "b"], ["a", "a", "b", "b"])
    assert found.accuracy == 0.75
    assert [(each.precision, each.recall) for each in found.by_intent] == [(1.0, 2 / 3), (0.5, 1.0)]
    assert found.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)


def test_the_worst_confusion_is_told_with_its_surest_examples() -> None:
    texts, wanted = ["one", "two", "three", "four"], ["a", "a", "a", "b"]
    [first, second] = worst_confusions(texts, wanted, ["b", "b", "a", "c"], [0.5, 0.9, 0.9, 0.1])
    assert confusion_in_words(first) == '2 times (67% of it) a was taken for b: "two" (0.90); "one" (0.50)'
    assert (second.wanted, second.understood, second.count) == ("b", "c", 1)


def test_an_entity_counts_when_kind_and_value_are_right_as_often_as_it_is_there() -> None:
    wanted = [[("size", "m"), ("size", "m")], [("colour", "red")], []]
    found = [[("size", "m")], [("colour", "blue")], [("size", "l")]]
    total, kinds = entity_scores(wanted, found)
    assert (total.precision, total.recall, total.support) == (1 / 3, 1 / 3, 3)
    assert {kind.entity: (kind.precision, kind.recall) for kind in kinds} == {
        "colour": (0.0, 0.0),
        "size": (0.5, 0.5),
    }


def test_confidence_that_is_probability_has_no_calibration_error_and_boasting_has_all() -> None:
    dice = np.random.default_rng(0)
    honest = dice.uniform(0.2, 1, 30_000)
    right = dice.uniform(size=30_000) < honest
    assert expected_calibration_error(equal_mass_bins(honest, right)) < 0.02
    boasting = equal_mass_bins(np.ones(300), np.arange(300) % 2 == 0)
    assert len(boasting) == 15
    assert {each.count for each in boasting} == {20}
    assert expected_calibration_error(boasting) == pytest.approx(0.5, abs=0.01)


def test_out_of_scope_is_caught_when_called_so_or_doubted() -> None:
    wanted = np.array(["out_of_scope", "out_of_scope", "out_of_scope", "a", "a"], dtype=object)
    understood = np.array(["out_of_scope", "a", "a", "a", "out_of_scope"], dtype=object)
    answers = Answers(understood, np.array([0.9, 0.2, 0.8, 0.9, 0.9]), understood)
    found = scope_scores(wanted, answers, threshold=0.5)
    assert found is not None
    assert (found.caught, found.kept, found.outside) == (pytest.approx(2 / 3), 0.5, 3)
    # Of the six pairs of one in scope and one out of it, three are in order and one is a tie.
    assert found.auroc == pytest.approx(3.5 / 6)
    assert scope_scores(wanted[3:], Answers(understood[3:], np.ones(2), understood[3:]), 0.5) is None


def test_the_cheapest_threshold_is_where_a_wrong_answer_begins_to_cost_more_than_asking() -> None:
    confidences = np.array([0.3] * 10 + [0.9] * 90)
    right = np.array([False] * 10 + [True] * 90)
    choice = choose_threshold(confidences, right, Costs(wrong_answer=5, asking_again=1, handing_over=3))
    assert 0.3 < choice.best < 0.9
    assert choice.cost_at(0.1) == pytest.approx(0.1 * 5)
    assert choice.lowest_cost == pytest.approx(0.1 * (1 + 0.1 * 3))
    careless = choose_threshold(confidences, right, Costs(wrong_answer=1, asking_again=2, handing_over=3))
    assert careless.best <= 0.3


def test_the_difference_is_told_by_the_styles_and_intents_that_make_it() -> None:
    labels = ["a"] * 10 + ["b"] * 10
    tested = ["a"] * 10 + ["b"] * 5 + ["a"] * 5
    styles = by_group(["terse"] * 14 + ["typo"] * 6, np.array(labels) == np.array(tested))
    lines = difference_in_words(scores(labels, labels), scores([*labels, "new"], [*tested, "a"]), styles)
    assert lines == [
        "The test set's accuracy is 71.4%, below the cross-validation's 100.0% by 28.6 points.",
        "Styles that lose: typo (17% of 6).",
        (
            "Intents that lose most, by recall in cross-validation and here: b (100% to 50%); together they "
            "are 23.8 of the 23.8 points lost."
        ),
        "1 messages carry intents without training sentences, which can only be wrong: new.",
    ]


def test_alterations_change_the_manner_and_leave_identifiers() -> None:
    dice = random.Random(1)
    said = "Hi, where's my order #W1234567? It's broken!"
    assert without_punctuation(said, dice) == "Hi wheres my order #W1234567 Its broken"
    assert in_other_words("can you refund me", dice) == "would you be able to money back me"
    assert said in wrapped_in_courtesy(said, dice)
    assert after_a_story(said, dice).endswith(said)
    slipped = [with_typos(said, random.Random(seed)) for seed in range(20)]
    assert len(set(slipped)) > 10
    assert all("#W1234567" in text for text in slipped)


def test_manners_keep_what_is_asked_for() -> None:
    dice = random.Random(2)
    assert "w1234567" in by_voice("Where is my order W1234567?", dice)
    assert "?" not in by_voice("Where is my order, please?", dice)
    assert as_a_text("Where are you?", random.Random(3)) in {"where r u", "where are u", "where r you"}
    assert non_native("Can you refund the lamp?", dice).endswith("kindly refund lamp?")


def test_two_requests_of_different_kinds_are_put_into_one_message() -> None:
    sentences = [Labelled("where is it?", "check_order_status"), Labelled("hi", "greet")]
    assert drawn_pairs(sentences, [0, 1], 5, seed=1) == []  # only one of them asks for something
    sentences.append(Labelled("cancel it", "cancel_order"))
    pairs = drawn_pairs(sentences, [0, 1, 2], 5, seed=1)
    assert len(pairs) == 5
    assert all(set(pair.rows) == {0, 2} for pair in pairs)
    assert all("where is it" in pair.text and "cancel it" in pair.text for pair in pairs)


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("order status", "terse"),
        ("where did my parcel go?", "question"),
        ("my parcel went missing yesterday", "statement"),
        ("could you kindly find my parcel", "courteous"),
        ("I bought " + "a lamp " * 7, "at length"),
    ],
)
def test_the_manner_is_told_by_the_form(text: str, manner: str) -> None:
    assert manner_of(text) == manner


def test_the_time_is_that_of_one_core_not_of_waiting() -> None:
    def wait(_: Any) -> None:
        time.sleep(0.002)  # the waiting is what is measured

    measured = latency_of(wait, ["x"] * 40)
    assert measured.median_ms < 1 < measured.median_by_the_clock_ms
    assert measured.count == 40
