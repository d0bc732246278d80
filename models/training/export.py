"""A checkpoint as the spaCy pipeline that ships: int8 ONNX, tokenizer, settings, config.cfg and meta.json.

python -m models.training.export --checkpoint build/model --held-out FILE --out models/nl_redact
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

import redact.detect.ner as ner
from models.training.calibrate import calibration_error, fitted_temperature, scores_of
from models.training.encoder import Labeller
from models.training.features import LABELS, Features, features
from models.training.pretrained import find_pretrained
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
FINER = tuple(f"/layers.{number}/fo/MatMul" for number in range(12))
"""The second halves of the feed-forward layers: their inputs have the outliers."""


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


def quantise(plain: Path, small: Path) -> None:
    """Write the model with 8-bit weights; of 7 bits' range, so that processors without VNNI do not overflow.

    The multiplications in `FINER` get activations that are rounded by blocks of a row: a few outliers there would
    spoil the rounding of a whole row, which costs a point of F.
    """
    with tempfile.TemporaryDirectory() as room:
        most = Path(room) / "most.onnx"
        quantize_dynamic(
            str(plain),
            str(most),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=list(FINER),
        )
        rest = MatMulNBitsQuantizer(onnx.load(str(most)), bits=8, block_size=128, is_symmetric=True, accuracy_level=4)
        rest.process()
        rest.model.save_model_to_file(str(small))


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
    to_onnx(load(given.checkpoint / "labeller.pt"), plain)
    quantise(plain, small)
    chosen = plain if given.float else small
    scores, truth = scores_of(InferenceSession(str(chosen)), held_out_features(given.held_out, tokenizer))
    temperature = fitted_temperature(scores, truth)
    before, after = (calibration_error(scores, truth, each) for each in (1.0, temperature))
    print(f"temperature {temperature}; calibration error {before:.4f} before, {after:.4f} after")
    write_pipeline(chosen, tokenizer, ner.NerSettings(LABELS, temperature, given.leniency), given.out)


if __name__ == "__main__":
    main()
