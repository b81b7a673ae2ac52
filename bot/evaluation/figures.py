"""The report's pictures, as PNG in data URLs."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from sklearn.metrics import confusion_matrix

from bot.evaluation.sureness import Bin, ThresholdChoice

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

_BLUE, _RED, _GREY = "#2457a6", "#c0392b", "#8a8f98"


def confusion_picture(wanted: Sequence[str], understood: Sequence[str]) -> str:
    """Rows are what was wanted, columns what was understood, each row as shares of it."""
    names = sorted(set(wanted) | set(understood))
    counts = confusion_matrix(list(wanted), list(understood), labels=names)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    side = max(6.0, len(names) * 0.22)
    figure, axes = plt.subplots(figsize=(side + 1.5, side + 1))
    image = axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
    for row, column in zip(*np.nonzero(counts), strict=True):
        if row != column:
            axes.text(column, row, counts[row, column], ha="center", va="center", fontsize=6, color=_RED)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("understood")
    axes.set_ylabel("wanted")
    bar = figure.colorbar(image, ax=axes, fraction=0.03, pad=0.01)
    bar.set_ticks([0, 0.5, 0.707, 1], labels=["0 %", "25 %", "50 %", "100 %"])
    return _data_url(figure)


def histogram_picture(confidences: np.ndarray, right: np.ndarray, threshold: float) -> str:
    """How sure the classifier was where it was right and where it was wrong."""
    figure, axes = plt.subplots(figsize=(6.4, 3.6))
    axes.hist(
        [confidences[right], confidences[~right]],
        bins=np.linspace(0, 1, 26),
        stacked=True,
        color=[_BLUE, _RED],
        label=["right", "wrong"],
    )
    axes.axvline(threshold, color=_GREY, linestyle="--", label="fallback threshold")
    axes.set_yscale("symlog", linthresh=10)
    axes.set_xlabel("confidence")
    axes.set_ylabel("messages")
    axes.legend()
    return _data_url(figure)


def reliability_picture(bins: Sequence[Bin]) -> str:
    """Confidence against the share that was right: on the diagonal, confidence is a probability."""
    figure, axes = plt.subplots(figsize=(4.4, 4.2))
    axes.plot([0, 1], [0, 1], color=_GREY, linestyle="--", linewidth=1)
    axes.plot([b.confidence for b in bins], [b.accuracy for b in bins], "o-", color=_BLUE, markersize=4)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.02)
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    return _data_url(figure)


def cost_picture(choice: ThresholdChoice, configured: float) -> str:
    """What a message costs at each threshold."""
    figure, axes = plt.subplots(figsize=(6.4, 3.2))
    axes.plot(choice.thresholds, choice.costs, color=_BLUE)
    axes.axvline(configured, color=_GREY, linestyle="--", label="configured")
    axes.plot([choice.best], [choice.lowest_cost], "o", color=_RED, label="cheapest")
    axes.set_xlabel("fallback threshold")
    axes.set_ylabel("cost of a message")
    axes.legend()
    return _data_url(figure)


def _data_url(figure: Figure) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight")
    plt.close(figure)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
