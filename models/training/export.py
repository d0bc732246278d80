"""A checkpoint as the spaCy pipeline that ships: int8 ONNX, tokenizer, settings, config.cfg and meta.json.

python -m models.training.export --checkpoint build/model --held-out FILE --out models/nl_redact
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic

import redact.detect.ner as ner
from models.training.calibrate import calibration_error, fitted_temperature, scores_of
from models.training.encoder import Labeller
from models.training.features import LABELS, Features, features
from models.training.pretrained import find_pretrained
from models.training.smoothing import smooth
from models.training.tokens import make_cutter
from models.training.train import synthetic
from models.training.weights import read_weights
from redact.detect.words import blank_pipeline

META = {
    "name": "redact",
    "version": "1.0.0",
    "description": "Dutch entities (PERSON, ORG, LOC, JOB_TITLE) in official documents; multilingual-e5-small, int8",
    "author": "redact",
    "license": "CC BY-SA 4.0 (trained on WikiANN and UD sentences); base model MIT: see models/README.md",
}


LENIENCY = 0.0
MEASURED = 60
"""Held-out samples on which the inputs of multiplications are measured."""


def load(checkpoint: Path) -> Labeller:
    """The labeller of a checkpoint file, in float32."""
    saved: dict[str, Any] = torch.load(checkpoint, weights_only=True)
    labeller = Labeller(read_weights(find_pretrained().weights), saved["kept"], len(LABELS))
    labeller.load_state_dict(saved["model"])
    return labeller.float().eval()


def to_onnx(labeller: Labeller, path: Path) -> None:
    """Write the labeller as float32 ONNX; its embeddings stay 4-bit numbers."""
    ids = torch.ones(1, 9, dtype=torch.long)
    torch.onnx.export(
        labeller,
        (ids,),
        str(path),
        input_names=["ids"],
        output_names=["scores"],
        dynamic_axes={"ids": {1: "length"}, "scores": {1: "length"}},
        opset_version=17,
        dynamo=False,
    )


def quantise(plain: Path, small: Path, samples: Sequence[Features]) -> None:
    """Write the model with 8-bit weights; of 7 bits' range, so that processors without VNNI do not overflow."""
    with tempfile.TemporaryDirectory() as room:
        even = Path(room) / "even.onnx"
        smooth(plain, even, (np.array([one.ids[: ner.STRETCH]], dtype=np.int64) for one in samples[:MEASURED]))
        quantize_dynamic(
            str(even),
            str(small),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul"],
        )


def write_pipeline(onnx: Path, tokenizer: Path, settings: ner.NerSettings, target: Path) -> None:
    """Write the folder that `spacy.load` takes."""
    nlp = blank_pipeline()
    nlp.add_pipe("redact_ner")
    nlp.meta.update(META)
    with tempfile.TemporaryDirectory() as parts:
        folder = Path(parts)
        shutil.copyfile(onnx, folder / ner.MODEL)
        shutil.copyfile(tokenizer, folder / ner.TOKENIZER)
        ner.save_settings(folder, settings)
        component: Any = nlp.get_pipe("redact_ner")
        component.from_disk(folder)
        shutil.rmtree(target, ignore_errors=True)
        nlp.to_disk(target)


def held_out_features(path: Path, tokenizer: Path) -> list[Features]:
    """Samples that were not trained on, as numbers."""
    return list(features(synthetic(path), blank_pipeline().tokenizer, make_cutter(tokenizer), random.Random(0)))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Export a checkpoint.")
    for name in ("checkpoint", "held-out", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--leniency", type=float, default=LENIENCY)
    parser.add_argument("--float", action="store_true", help="Keep float32 (to compare).")
    given = parser.parse_args()
    plain, small = given.checkpoint / "float.onnx", given.checkpoint / "int8.onnx"
    tokenizer = given.checkpoint / "tokenizer.json"
    held_out = held_out_features(given.held_out, tokenizer)
    to_onnx(load(given.checkpoint / "labeller.pt"), plain)
    quantise(plain, small, held_out)
    chosen = plain if given.float else small
    scores, truth = scores_of(InferenceSession(str(chosen)), held_out)
    temperature = fitted_temperature(scores, truth)
    before, after = (calibration_error(scores, truth, each) for each in (1.0, temperature))
    print(f"temperature {temperature}; calibration error {before:.4f} before, {after:.4f} after")
    write_pipeline(chosen, tokenizer, ner.NerSettings(LABELS, temperature, given.leniency), given.out)


if __name__ == "__main__":
    main()
