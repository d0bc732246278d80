"""How sure the model is, made true: a temperature for its scores, fitted on samples that it was not trained on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from models.training.features import SKIPPED, Features

Scores = npt.NDArray[np.float32]
TEMPERATURES = np.arange(0.6, 3.01, 0.05)
BINS = 10


def scores_of(session: Any, held_out: Iterable[Features]) -> tuple[Scores, npt.NDArray[np.int64]]:
    """Scores and true labels of all labelled pieces: (pieces, labels) and (pieces,)."""
    scores, truth = [], []
    for one in held_out:
        labels = np.array(one.labels)
        asked = labels != SKIPPED
        raw: Scores = session.run(None, {"ids": np.array([one.ids], np.int64)})[0][0]
        scores.append(raw[asked])
        truth.append(labels[asked])
    return np.concatenate(scores), np.concatenate(truth)


def chances(scores: Scores, temperature: float) -> Scores:
    """Chances of the labels at a temperature."""
    powers = np.exp((scores - scores.max(-1, keepdims=True)) / temperature)
    result: Scores = powers / powers.sum(-1, keepdims=True)
    return result


def fitted_temperature(scores: Scores, truth: npt.NDArray[np.int64]) -> float:
    """The temperature at which the true labels are likeliest."""
    losses = [-np.log(chances(scores, t)[np.arange(len(truth)), truth] + 1e-9).mean() for t in TEMPERATURES]
    return round(float(TEMPERATURES[int(np.argmin(losses))]), 2)


def calibration_error(scores: Scores, truth: npt.NDArray[np.int64], temperature: float) -> float:
    """Expected calibration error over the pieces that are given an entity's label: 0 is perfect."""
    every = chances(scores, temperature)
    best = every.argmax(-1)
    chosen = best != 0
    sure, right = every.max(-1)[chosen], (best == truth)[chosen]
    bins: Sequence[Any] = np.array_split(np.argsort(sure), BINS)
    return float(sum(len(rows) * abs(sure[rows].mean() - right[rows].mean()) for rows in bins if len(rows)) / len(sure))
