"""The network: a MiniLM encoder, a linear layer of labels, and what scores the links between the parts of attributions.

Outputs for B windows of T pieces: labels (B, T, layers, 3 labels) and vectors (B, T, 4, LINK); `place`, `weigh` and
`lean` go with the vectors. supplyline.extract.tagger.layers names the layers, supplyline.extract.tagger.decode says what the vectors mean.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from supplyline.extract.tagger.decode import PLACES
from supplyline.extract.tagger.layers import LAYERS, PARTS, STANCES

LINK = 64


class Tagger(nn.Module):
    def __init__(self, encoder: Path, drop: float = 0.1, **changed: float) -> None:
        """`changed`: what differs from the encoder's own configuration."""
        super().__init__()
        config = AutoConfig.from_pretrained(encoder, attn_implementation="eager", **changed)
        self.encoder = AutoModel.from_pretrained(encoder, config=config, add_pooling_layer=False)
        self.pad: int = config.pad_token_id
        self.drop = nn.Dropout(drop)
        self.labels = nn.Linear(config.hidden_size, 3 * len(LAYERS))
        with torch.no_grad():
            self.labels.bias.view(-1, 3)[len(PARTS) : -len(STANCES), 0] = 4.0  # frames and mentions start from "outside": few pieces are anything else
        self.vectors = nn.Linear(config.hidden_size, 4 * LINK)
        self.place = nn.Parameter(torch.randn(2, PLACES, LINK) * 0.1)
        self.weigh = nn.Parameter(torch.randn(2, LINK) / LINK**0.5)
        self.lean = nn.Parameter(torch.zeros(2, PLACES))

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.drop(self.hidden(ids, mask))
        shape = hidden.shape[:2]
        return self.labels(hidden).reshape(*shape, len(LAYERS), 3), self.vectors(hidden).reshape(*shape, 4, LINK)

    def link(self, layer: int, asks: Tensor, answers: Tensor, places: Tensor) -> Tensor:
        """Scores (windows, cues, others) from mean vectors of cues and of others, and their places."""
        joint = torch.relu(asks[:, :, None] + answers[:, None] + self.place[layer][places])
        return joint @ self.weigh[layer] + self.lean[layer][places]


def padded(windows: list[list[int]], pad: int) -> tuple[Tensor, Tensor]:
    """Piece ids of windows as one block, filled up with `pad`, and its mask."""
    longest = max(map(len, windows))
    ids = torch.full((len(windows), longest), pad, dtype=torch.long)
    for n, w in enumerate(windows):
        ids[n, : len(w)] = torch.tensor(w)
    return ids, (ids != pad).long()
