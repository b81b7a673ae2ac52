"""Who had to do with what and when, as arrays that models are trained on."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


@dataclass(frozen=True)
class Interactions:
    """Each interaction as a row: user and item by their place in `users` and `items`, and its time.

    `baskets` tells which belong to one order.
    """

    users: Sequence[str]
    items: Sequence[str]
    user: NDArray[np.int32]
    item: NDArray[np.int32]
    at: NDArray[np.float64]  # seconds since 1970
    basket: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.user)

    def matrix(self) -> sparse.csr_matrix:
        """Users by items, 1 where there was any."""
        shape = (len(self.users), len(self.items))
        made = sparse.csr_matrix((np.ones(len(self), dtype=np.float32), (self.user, self.item)), shape=shape)
        made.data[:] = 1.0
        return made

    def baskets(self) -> sparse.csr_matrix:
        """Orders by items, 1 where the item was in the order."""
        _, rows = np.unique(self.basket, return_inverse=True)
        made = sparse.csr_matrix(
            (np.ones(len(self), dtype=np.float32), (rows, self.item)),
            shape=(int(rows.max()) + 1 if len(rows) else 0, len(self.items)),
        )
        made.data[:] = 1.0
        return made

    def only(self, chosen: NDArray[np.bool_]) -> "Interactions":
        """Some of them, of the same users and items."""
        return Interactions(
            self.users, self.items, self.user[chosen], self.item[chosen], self.at[chosen], self.basket[chosen]
        )


def interactions_of(rows: Iterable[tuple[str, str, float, str]]) -> Interactions:
    """Interactions from rows of user, item, seconds since 1970, and order."""
    users: dict[str, int] = {}
    items: dict[str, int] = {}
    orders: dict[str, int] = {}
    columns: tuple[list[int], list[int], list[float], list[int]] = ([], [], [], [])
    for user, item, at, order in rows:
        columns[0].append(users.setdefault(user, len(users)))
        columns[1].append(items.setdefault(item, len(items)))
        columns[2].append(at)
        columns[3].append(orders.setdefault(order, len(orders)))
    return Interactions(
        list(users),
        list(items),
        np.asarray(columns[0], dtype=np.int32),
        np.asarray(columns[1], dtype=np.int32),
        np.asarray(columns[2], dtype=np.float64),
        np.asarray(columns[3], dtype=np.int64),
    )


class NotInteractions(ValueError):
    """The file is not `user,item,timestamp`; the message says in which line and why."""


def read_csv(path: Path) -> Interactions:
    """Interactions of a CSV with the columns user, item, timestamp (seconds or ISO 8601), in any order.

    What a user did in the same second is one order. Raises NotInteractions.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        return interactions_of(_rows(csv.DictReader(file)))


def _rows(reader: "csv.DictReader[str]") -> Iterator[tuple[str, str, float, str]]:
    missing = {"user", "item", "timestamp"} - set(reader.fieldnames or ())
    if missing:
        raise NotInteractions(f"no column {', '.join(sorted(missing))}")
    for row in reader:
        try:
            at = _seconds(row["timestamp"])
        except (TypeError, ValueError):
            raise NotInteractions(f"line {reader.line_num}: {row['timestamp']!r} is no moment") from None
        yield row["user"], row["item"], at, f"{row['user']}@{at}"


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return datetime.fromisoformat(text).timestamp()
