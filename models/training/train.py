"""Trains the labeller: synthetic documents and open corpora in, a checkpoint out.

    python -m models.training.train --data FOLDER --synthetic FILE --out build/model

Embeddings stay as they are; all else is trained, in bfloat16 where the processor knows that; one core with
AMX does some 1,300 pieces a second.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from models.training.corpora import europeana, packed, plain_sentences, wikiann
from models.training.encoder import Labeller
from models.training.features import LABELS, SKIPPED, Features, features
from models.training.pretrained import find_pretrained
from models.training.sample import Sample
from models.training.tokens import cut_tokenizer, make_cutter
from models.training.weights import read_weights
from redact.detect.pieces import PADDING
from redact.detect.words import blank_pipeline

ENCODER_RATE = 2e-4
HEAD_RATE = 1e-3
WARM_UP = 0.06
LOWEST = 0.02
SAVED_EVERY = 150
CORPUS_ROUNDS = 2
"""Times that each sentence of the open corpora is seen in one epoch, packed with others each time."""
POOL = 400
"""Batches whose samples are sorted by length together, to pad little."""
JOBS = [number for number, label in enumerate(LABELS) if label == "O" or label.endswith("JOB_TITLE")]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. `pieces`: in a batch, padding counted; `minutes`: stops there even if samples are left."""

    epochs: float
    minutes: float
    pieces: int = 4_000
    seed: int = 0


def corpus_samples(data: Path, seed: int) -> list[Sample]:
    """All samples of the open corpora, several together."""
    chance = random.Random(seed)
    lines = [*wikiann(data / "wikiann.nl.train"), *wikiann(data / "wikiann.nl.dev")]
    lines += [*plain_sentences(data / "alpino.dev.conllu"), *plain_sentences(data / "lassysmall.dev.conllu")]
    chance.shuffle(lines)
    papers = list(europeana(data / "europeana.nl.bio"))
    chance.shuffle(papers)
    rounds = [one for _ in range(CORPUS_ROUNDS) for one in packed(lines, 700, chance)]
    return [*rounds, *papers[: len(papers) // 2]]


def synthetic(path: Path) -> list[Sample]:
    """Samples that models.training.synth wrote, one a line."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Sample(row["text"], tuple((start, end, label) for start, end, label in row["spans"])) for row in rows]


def batches(all_features: Sequence[Features], plan: Plan, chance: random.Random) -> Iterator[list[Features]]:
    """One epoch in batches of like length, in random order."""
    order = list(range(len(all_features)))
    chance.shuffle(order)
    made: list[list[Features]] = []
    for start in range(0, len(order), POOL * 16):
        batch: list[Features] = []
        for number in sorted(order[start : start + POOL * 16], key=lambda one: len(all_features[one].ids)):
            one = all_features[number]
            if batch and (len(batch) + 1) * len(one.ids) > plan.pieces:
                made.append(batch)
                batch = []
            batch.append(one)
        made.append(batch)
    chance.shuffle(made)
    yield from made


def tensors(batch: Sequence[Features]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pieces, presence, labels, and whether functions are marked, of a batch."""
    length = max(len(one.ids) for one in batch)
    ids = torch.full((len(batch), length), PADDING)
    present = torch.zeros(len(batch), length)
    labels = torch.full((len(batch), length), SKIPPED)
    for row, one in enumerate(batch):
        size = len(one.ids)
        ids[row, :size] = torch.tensor(one.ids)
        present[row, :size] = 1
        labels[row, :size] = torch.tensor(one.labels)
    return ids, present, labels, torch.tensor([one.functions for one in batch])


def loss_of(scores: Tensor, labels: Tensor, functions: Tensor) -> Tensor:
    """Cross entropy; where functions are not marked, 'no entity' means 'none, or a function'."""
    logs = functional.log_softmax(scores.float(), dim=-1)
    asked = labels != SKIPPED
    chosen = logs.gather(-1, labels.clamp(min=0)[..., None]).squeeze(-1)
    either = torch.logsumexp(logs[..., JOBS], dim=-1)
    loose = (labels == 0) & ~functions[:, None]
    return -torch.where(loose, either, chosen)[asked].mean()


class Optimizer:
    """AdamW on float32 copies of a bfloat16 model's parameters; the rate rises, then falls to nothing."""

    def __init__(self, model: Labeller, total: int) -> None:
        self._own = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self._exact = [parameter.detach().float().requires_grad_() for parameter in self._own]
        head = {id(parameter) for parameter in model.out.parameters()}
        pairs = list(zip(self._own, self._exact, strict=True))
        groups = [
            {"params": [exact for own, exact in pairs if id(own) not in head], "lr": ENCODER_RATE},
            {"params": [exact for own, exact in pairs if id(own) in head], "lr": HEAD_RATE},
        ]
        self._adam = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self._rates = [group["lr"] for group in self._adam.param_groups]
        self._warm = WARM_UP * total

    def step(self, number: int, done: float) -> None:
        """One step with the gradients the model holds; `done` is the part of the training that lies behind."""
        factor = min(1.0, (number + 1) / self._warm) * max(LOWEST, 1 - done)
        for group, rate in zip(self._adam.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        for own, exact in zip(self._own, self._exact, strict=True):
            exact.grad = own.grad.float() if own.grad is not None else None
            own.grad = None
        torch.nn.utils.clip_grad_norm_(self._exact, 1.0)
        self._adam.step()
        with torch.no_grad():
            for own, exact in zip(self._own, self._exact, strict=True):
                own.copy_(exact)


def train(model: Labeller, all_features: Sequence[Features], plan: Plan) -> Iterator[int]:
    """Trains the model in place; it becomes a bfloat16 one. Yields the number of each step done."""
    model.to(torch.bfloat16)
    total = int(plan.epochs * sum(1 for _ in batches(all_features, plan, random.Random(0))))
    optimizer = Optimizer(model, total)
    began, seen = time.monotonic(), 0
    for number, batch in enumerate(islice(_endless(all_features, plan, random.Random(plan.seed)), total)):
        spent = (time.monotonic() - began) / (60 * plan.minutes)
        if spent >= 1:
            break
        ids, present, labels, functions = tensors(batch)
        loss = loss_of(model(ids, present), labels, functions)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step(number, max(number / total, spent))
        seen += sum(len(one.ids) for one in batch)
        yield number
        if number % 25 == 0:
            speed = seen / (time.monotonic() - began)
            print(
                f"step {number} of {total}, loss {loss:.4f}, {speed:.0f} pieces/s, {spent:.0%} of the time", flush=True
            )


def _endless(all_features: Sequence[Features], plan: Plan, chance: random.Random) -> Iterator[list[Features]]:
    while True:
        yield from batches(all_features, plan, chance)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train the labeller.")
    for name in ("data", "synthetic", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--share", type=float, default=1.0, help="Part of the samples to use, for a learning curve.")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(0)
    given.out.mkdir(parents=True, exist_ok=True)
    pretrained = find_pretrained()
    kept = cut_tokenizer(pretrained.pieces, given.out / "tokenizer.json")
    samples = [*corpus_samples(given.data, 0), *synthetic(given.synthetic)]
    random.Random(0).shuffle(samples)
    samples = samples[: int(len(samples) * given.share)]
    cutter = make_cutter(given.out / "tokenizer.json")
    made = list(features(samples, blank_pipeline().tokenizer, cutter, random.Random(0)))
    print(f"{len(samples)} samples, {sum(len(one.ids) for one in made)} pieces", flush=True)
    model = Labeller(read_weights(pretrained.weights), kept, len(LABELS))
    for step in train(model, made, Plan(given.epochs, given.minutes)):
        if step % SAVED_EVERY == SAVED_EVERY - 1:
            torch.save({"model": model.state_dict(), "kept": kept}, given.out / f"step-{step + 1}.pt")
    torch.save({"model": model.state_dict(), "kept": kept}, given.out / "labeller.pt")


if __name__ == "__main__":
    main()
