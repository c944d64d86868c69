"""The network: a MiniLM encoder, a linear layer of labels, and vectors that link the parts.

Outputs for B windows of T pieces: labels (B, T, 3 layers, 3 labels) and vectors (B, T, 4, LINK); see
supplyline.extract.tagger.decode for what they mean. The link score is the inner product of the mean vectors of two
spans, a low-rank form of Dozat and Manning, "Deep Biaffine Attention for Neural Dependency Parsing" (2017).
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

LINK = 64


class Tagger(nn.Module):
    def __init__(self, encoder: Path, drop: float = 0.1) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(encoder, attn_implementation="eager")
        self.encoder = AutoModel.from_pretrained(encoder, config=config, add_pooling_layer=False)
        size = config.hidden_size
        self.drop = nn.Dropout(drop)
        self.labels = nn.Linear(size, 9)
        self.vectors = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Linear(size, 4 * LINK))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        shape = (ids.shape[0], ids.shape[1])
        return self.labels(hidden).reshape(*shape, 3, 3), self.vectors(hidden).reshape(*shape, 4, LINK) / LINK**0.25


def padded(windows: list[list[int]]) -> tuple[Tensor, Tensor]:
    """Piece ids of windows as one block, and its mask."""
    longest = max(map(len, windows))
    ids = torch.zeros(len(windows), longest, dtype=torch.long)
    for n, w in enumerate(windows):
        ids[n, : len(w)] = torch.tensor(w)
    return ids, (ids != 0).long()
