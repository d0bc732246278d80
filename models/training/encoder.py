"""The network: the BERT encoder of multilingual-e5-small with a layer that labels each piece."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from models.training.weights import BLOCK, Sizes, Weights


class Embedding(nn.Module):
    """Rows of 4-bit numbers, two in a byte, with a scale a block; as the source has them, so nothing is lost."""

    table: Tensor
    scales: Tensor

    def __init__(self, rows: Tensor) -> None:
        super().__init__()
        blocks = rows.reshape(len(rows), -1, BLOCK)
        largest = blocks.abs().amax(-1)
        signed = torch.gather(blocks, 2, blocks.abs().argmax(-1, keepdim=True)).squeeze(-1)
        scales = torch.where(largest > 0, signed / -8, torch.ones_like(largest))
        values = torch.clamp(torch.round(blocks / scales[..., None]) + 8, 0, 15).to(torch.uint8).reshape(len(rows), -1)
        half = values.shape[1] // 2
        self.register_buffer("table", values[:, :half] + 16 * values[:, half:])
        self.register_buffer("scales", scales.half())

    def forward(self, ids: Tensor) -> Tensor:
        """Embeddings of the ids, with a last dimension of the model's width."""
        packed = self.table[ids].float()
        high = torch.floor(packed / 16)
        values = torch.cat([packed - 16 * high, high], dim=-1) - 8
        scales = self.scales[ids].float()
        return (values.unflatten(-1, (-1, BLOCK)) * scales[..., None]).flatten(-2)


class Layer(nn.Module):
    """One layer of BERT: attention, then a feed-forward part, each with its layer norm after the sum."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        wide = sizes.width
        self.heads = sizes.heads
        self.scale = 1 / math.sqrt(wide // sizes.heads)
        self.q, self.k, self.v, self.ao = (nn.Linear(wide, wide) for _ in range(4))
        self.fi, self.fo = nn.Linear(wide, sizes.inner), nn.Linear(sizes.inner, wide)
        self.aln = nn.LayerNorm(wide, eps=sizes.epsilon)
        self.oln = nn.LayerNorm(wide, eps=sizes.epsilon)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Args: x of (batch, length, width); mask of (batch, 1, 1, length), very low where there is padding."""
        q, k, v = (self._split(part(x)) for part in (self.q, self.k, self.v))
        scores = (q * self.scale) @ k.transpose(-1, -2)
        weights = torch.softmax(scores if mask is None else scores + mask, dim=-1)
        x = self.aln(x + self.ao((weights @ v).transpose(1, 2).flatten(2)))
        return self.oln(x + self.fo(nn.functional.gelu(self.fi(x))))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class Labeller(nn.Module):
    """Pieces in, a score for each label out."""

    def __init__(self, weights: Weights, kept: list[int], labels: int) -> None:
        super().__init__()
        sizes, tensors = weights.sizes, weights.tensors
        self.words = Embedding(torch.from_numpy(tensors["emb.word"][kept]))
        self.places = nn.Parameter(torch.from_numpy(tensors["emb.pos"] + tensors["emb.type"][0]))
        self.norm = nn.LayerNorm(sizes.width, eps=sizes.epsilon)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.out = nn.Linear(sizes.width, labels)
        self._load(weights)

    def _load(self, weights: Weights) -> None:
        tensors = weights.tensors
        values = {"norm.weight": tensors["emb.ln.w"], "norm.bias": tensors["emb.ln.b"]}
        for number in range(weights.sizes.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                values[f"layers.{number}.{name}.weight"] = tensors[f"l{number}.{name}.w"]
                values[f"layers.{number}.{name}.bias"] = tensors[f"l{number}.{name}.b"]
        self.load_state_dict({name: torch.from_numpy(value) for name, value in values.items()}, strict=False)

    def forward(self, ids: Tensor, present: Tensor | None = None) -> Tensor:
        """Scores of (batch, length, labels).

        Args:
            ids: Pieces, (batch, length).
            present: 1.0 where there is a piece, 0.0 where there is padding, (batch, length); None: no padding.
        """
        kind = self.places.dtype
        x = self.norm(self.words(ids).to(kind) + self.places[: ids.shape[1]])
        mask = None if present is None else (1.0 - present.to(kind))[:, None, None, :] * -10_000.0
        for layer in self.layers:
            x = layer(x, mask)
        scores: Tensor = self.out(x)
        return scores
