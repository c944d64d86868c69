"""The network: a MiniLM encoder with one linear head for each layer of labels, and vectors that link the parts.

Outputs for a batch of windows, B x T pieces: parts (B, T, 3, 3), mentions (B, T, 1 + 2 kinds), roles (B, T, roles) and
vectors (B, T, 4, LINK); see supplyline.extract.tagger.decode for what they mean. The link score is a bilinear form as in
Dozat and Manning, "Deep Biaffine Attention for Neural Dependency Parsing" (2017), of the mean vectors of two spans.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from training.tagger.examples import MENTIONS

LINK = 64


class Tagger(nn.Module):
    def __init__(self, encoder: Path, roles: int) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(encoder, attn_implementation="eager")
        self.encoder = AutoModel.from_pretrained(encoder, config=config, add_pooling_layer=False)
        size = config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.parts = nn.Linear(size, 9)
        self.mentions = nn.Linear(size, 1 + 2 * len(MENTIONS))
        self.roles = nn.Linear(size, roles)
        self.vectors = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Linear(size, 4 * LINK))

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        hidden = self.drop(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)
        b, t = ids.shape[0], ids.shape[1]
        vectors = self.vectors(hidden).reshape(b, t, 4, LINK) / LINK**0.25
        return self.parts(hidden).reshape(b, t, 3, 3), self.mentions(hidden), self.roles(hidden), vectors
