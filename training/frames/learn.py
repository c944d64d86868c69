"""Windows with labels, the network, and its fitting.

The network is a MiniLM encoder and a linear layer: for each piece and layer (supplyline.extract.framing.layers) the scores of
outside, begins, goes on. AdamW, warm-up, one thread, one order of the data, one seed.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoConfig, AutoModel

from supplyline.extract.framing.layers import INDEX, LAYERS
from supplyline.extract.tagger.pieces import cut
from training.frames.examples import Example
from training.tagger.learn import batches
from training.tagger.network import padded

FIXED = 2  # lower layers of the encoder that stay as they are: a fifth less time
RARE = 3.0  # what is marked weighs more than what is not: most pieces are outside in most layers


@dataclass(frozen=True, slots=True)
class Window:
    """Piece ids and labels (pieces, layers): 0 outside, 1 begins, 2 goes on."""

    ids: list[int]
    labels: NDArray[np.int8]


class Network(nn.Module):
    def __init__(self, encoder: Path, drop: float) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(encoder, attn_implementation="eager")
        self.encoder = AutoModel.from_pretrained(encoder, config=config, add_pooling_layer=False)
        self.drop = nn.Dropout(drop)
        self.labels = nn.Linear(config.hidden_size, 3 * len(LAYERS))
        with torch.no_grad():
            self.labels.bias.view(-1, 3)[:, 0] = 4.0  # start from "outside": few pieces are anything else

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.labels(self.drop(hidden)).reshape(ids.shape[0], ids.shape[1], len(LAYERS), 3)


def windows(examples: Iterable[Example], tokenizer: Tokenizer, length: int) -> Iterator[Window]:
    for e in examples:
        for ids, offsets in cut(e.text, tokenizer, length):
            labels = np.zeros((len(ids), len(LAYERS)), dtype=np.int8)
            for told in e.frames:
                for role, a, b in (("", *told.evidence), *told.fillers):
                    if (told.kind, role) in INDEX:
                        at = [k for k, (x, y) in enumerate(offsets) if x < b and a < y and x < y]
                        if at:
                            labels[at[0] : at[-1] + 1, INDEX[told.kind, role]] = 2
                            labels[at[0], INDEX[told.kind, role]] = 1
            yield Window(ids, labels)


def fit(net: Network, draw: Callable[[int], Sequence[Window]], passes: int, rate: float, batch: int, seed: int, after: Callable[[int], None] | None = None) -> None:
    """Fits in place. `draw(n)` gives the windows of pass n; `after(n)` is called when it is done."""
    dice = random.Random(seed)
    for fixed in (net.encoder.embeddings, *net.encoder.encoder.layer[:FIXED]):
        fixed.requires_grad_(False)
    groups = [{"params": list(net.labels.parameters()), "lr": rate * 5}, {"params": [p for p in net.encoder.encoder.parameters() if p.requires_grad], "lr": rate}]
    best = torch.optim.AdamW(groups, weight_decay=0.01)
    first = draw(0)
    steps = passes * -(-len(first) // batch)
    warm = max(1, steps // 12)
    plan = torch.optim.lr_scheduler.LambdaLR(best, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / max(1, steps - warm))))
    began, done = time.monotonic(), 0
    for n in range(passes):
        net.train()
        total, count = 0.0, 0
        for group in batches(draw(n) if n else first, batch, dice):
            ids, mask = padded([w.ids for w in group])
            wanted = torch.zeros(*ids.shape, len(LAYERS), dtype=torch.long)
            for k, w in enumerate(group):
                wanted[k, : len(w.ids)] = torch.from_numpy(w.labels.astype(np.int64))
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(ids, mask)
            loss = _loss(scores.float(), wanted, mask)
            best.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            best.step()
            plan.step()
            total, count, done = total + float(loss.detach()), count + 1, done + 1
            if done % 50 == 0:
                print(f"step {done} of {steps}, loss {total / count:.4f}, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        net.eval()
        if after is not None:
            after(n)


def _loss(scores: Tensor, wanted: Tensor, mask: Tensor) -> Tensor:
    weight = torch.tensor([1.0, RARE, RARE])
    each = functional.cross_entropy(scores.reshape(-1, 3), wanted.reshape(-1), weight=weight, reduction="none").reshape(wanted.shape)
    return (each.sum(-1) * mask).sum() / mask.sum()
