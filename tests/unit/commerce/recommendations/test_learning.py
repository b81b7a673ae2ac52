"""Two groups of shoppers with tastes of their own: what is learned keeps to them."""

from pathlib import Path

import numpy as np
import pytest

from commerce.recommendations.interactions import (
    Interactions,
    NotInteractions,
    interactions_of,
    read_csv,
)
from commerce.recommendations.learning import (
    Neighbours,
    Tuning,
    learn_neighbours,
    learn_taste,
    learn_together,
)
from commerce.recommendations.measuring import measure, time_split

CAMPERS, COOKS = ("tent", "stove", "bag", "lamp"), ("pan", "knife", "bowl", "kettle")


def purchases(seed: int = 1, users: int = 60) -> Interactions:
    """Each buys three of four things of their own kind, one after the other; one in ten something else."""
    dice = np.random.default_rng(seed)
    rows = []
    for user in range(users):
        own, other = (CAMPERS, COOKS) if user % 2 else (COOKS, CAMPERS)
        for step, place in enumerate(dice.permutation(4)[:3]):
            item = own[place] if dice.random() > 0.1 else other[place]
            rows.append((f"u{user}", item, float(step * 1000 + user), f"o{user}-{step // 2}"))
    return interactions_of(sorted(rows, key=lambda row: row[2]))


def nearest(neighbours: Neighbours, interactions: Interactions, item: str) -> list[str]:
    return [interactions.items[place] for place, _ in neighbours.of(interactions.items.index(item))]


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_the_nearest_are_of_the_same_taste(share: float) -> None:
    made = purchases()
    learned = learn_taste(made, Tuning(share=share, penalty=5, shrink=1))
    for kind in (CAMPERS, COOKS):
        for item in kind:
            assert set(nearest(learned, made, item)[:2]) <= set(kind)


def test_what_lies_beyond_the_head_has_neighbours_too() -> None:
    made = purchases()
    learned = learn_taste(made, Tuning(head=3))
    assert all(nearest(learned, made, item) for item in made.items)


def test_nothing_is_its_own_neighbour_and_every_weight_is_positive() -> None:
    made = purchases()
    for learned in (learn_taste(made), learn_neighbours(made), learn_together(made)):
        assert learned.weights.diagonal().sum() == 0
        assert (learned.weights.data > 0).all()


def test_together_is_what_was_in_one_order_more_than_once() -> None:
    made = interactions_of(
        [("a", "tent", 1, "1"), ("a", "stove", 1, "1"), ("b", "tent", 2, "2"), ("b", "stove", 2, "2"),
         ("c", "tent", 3, "3"), ("c", "pan", 3, "3")]
    )  # fmt: skip
    assert nearest(learn_together(made), made, "tent") == ["stove"]


def test_the_figures_are_of_what_came_after(tmp_path: Path) -> None:
    made = purchases(users=200)
    past, future = time_split(made)
    assert past.at.max() <= future.at.min()
    figures = measure(made)
    assert set(figures) == {"ours", "item_knn", "popularity"}
    assert figures["ours"]["ndcg"] >= figures["popularity"]["ndcg"]
    assert all(0 <= each["recall"] <= 1 and 0 <= each["ndcg"] <= 1 for each in figures.values())


def test_a_csv_is_read_with_either_kind_of_time(tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_text("item,user,timestamp\ntent,ada,2026-01-01T10:00:00\npan,bob,1767261600\n")
    made = read_csv(file)
    assert (list(made.users), list(made.items)) == (["ada", "bob"], ["tent", "pan"])


@pytest.mark.parametrize("text", ["user,item\na,b\n", "user,item,timestamp\na,b,soon\n"])
def test_another_file_is_refused_with_the_reason(text: str, tmp_path: Path) -> None:
    file = tmp_path / "some.csv"
    file.write_text(text)
    with pytest.raises(NotInteractions, match=r"timestamp|soon"):
        read_csv(file)
