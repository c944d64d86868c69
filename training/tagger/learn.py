"""Fitting the network: batches of windows of like length, AdamW, one pass after another; the same seed, the same weights."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.tagger.network import Tagger, padded
from training.tagger.windows import Window

LINK_WEIGHT = 0.3
HEAD_RATE = 1e-3
WARM = 0.1  # the part of the fitting in which the rate rises
LAYER_WEIGHTS = torch.tensor([1.0, 1.5, 1.0])  # cues are the rarest and the hardest

Cut = TypeVar("Cut")


def fit(
    net: Tagger,
    draw: Callable[[int], Sequence[Window]],
    passes: int,
    rate: float,
    seed: int,
    batch: int = 8,
    decay: float = 1.0,
    frozen: int = 0,
    half: bool = True,
) -> None:
    """Fits in place. `draw(n)` gives the windows of pass n; lower layers learn slower by `decay` each, the lowest `frozen` not at all.

    `half` computes in bfloat16 where the CPU has it (faster, a little coarser).
    """
    torch.manual_seed(seed)
    dice = random.Random(seed)
    net.encoder.embeddings.requires_grad_(False)  # half the weights: words never seen stay where they are
    net.encoder.encoder.layer[:frozen].requires_grad_(False)
    best = torch.optim.AdamW(_rates(net, rate, decay), weight_decay=0.01)
    aims = [group["lr"] for group in best.param_groups]
    done, total = 0, 0.0
    net.train()
    for n in range(passes):
        groups = batches(draw(n), batch, dice)
        for k, group in enumerate(groups):
            gone = (n + (k + 1) / len(groups)) / passes
            for part, aim in zip(best.param_groups, aims, strict=True):
                part["lr"] = aim * max(0.01, min(gone / WARM, (1 - gone) / (1 - WARM)))
            ids, mask = padded([w.ids for w in group])
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                labels, vectors = net(ids, mask)
            loss = _loss(net, labels.float(), vectors.float(), group)
            best.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            best.step()
            done, total = done + 1, total + float(loss.detach())
            if done % 100 == 0:
                print(f"pass {n + 1} of {passes}: step {done}, loss {total / 100:.4f}", file=sys.stderr, flush=True)
                total = 0.0
    net.eval()


def _rates(net: Tagger, rate: float, decay: float) -> list[dict[str, object]]:
    layers = list(net.encoder.encoder.layer)
    groups: list[dict[str, object]] = [{"params": [p for n, p in net.named_parameters() if not n.startswith("encoder.")], "lr": HEAD_RATE}]
    for n, layer in enumerate(layers):
        groups.append({"params": list(layer.parameters()), "lr": rate * decay ** (len(layers) - 1 - n)})
    return groups


def batches(train: Sequence[Cut], size: int, dice: random.Random) -> list[list[Cut]]:
    """Windows (whatever has `ids`) of about one length together, in a drawn order."""
    order = [w for _, w in sorted(enumerate(train), key=lambda w: (len(w[1].ids) + dice.uniform(-16, 16), w[0]))]
    groups = [order[n : n + size] for n in range(0, len(order), size)]
    dice.shuffle(groups)
    return groups


def _loss(net: Tagger, labels: Tensor, vectors: Tensor, group: Sequence[Window]) -> Tensor:
    wanted = torch.full(labels.shape[:3], -1, dtype=torch.long)
    for n, w in enumerate(group):
        wanted[n, 1 : len(w.ids) - 1] = torch.from_numpy(w.labels[1:-1])
    each = functional.cross_entropy(labels.reshape(-1, 3), wanted.reshape(-1), ignore_index=-1, reduction="none").reshape(wanted.shape)
    loss = (each * LAYER_WEIGHTS).sum() / (wanted >= 0).sum() * 3
    return loss + LINK_WEIGHT * _links(net, vectors, group)


def _links(net: Tagger, vectors: Tensor, group: Sequence[Window]) -> Tensor:
    """Each cue against each source and content of its window: tied or not?"""
    scores, truth = [], []
    for n, w in enumerate(group):
        for layer, others in ((0, w.runs[0]), (1, w.runs[2])):
            if w.runs[1] and others:
                asks = _means(w.runs[1], vectors.shape[1]) @ vectors[n, :, 2 * layer]
                answers = _means(others, vectors.shape[1]) @ vectors[n, :, 2 * layer + 1]
                scores.append(net.link(layer, asks, answers, torch.from_numpy(w.places[layer])).reshape(-1))
                truth.append(torch.from_numpy(w.tied[layer]).reshape(-1))
    if not scores:
        return torch.zeros(())
    return functional.binary_cross_entropy_with_logits(torch.cat(scores), torch.cat(truth))


def _means(runs: Sequence[tuple[int, int]], size: int) -> Tensor:
    out = torch.zeros(len(runs), size)
    for k, (a, b) in enumerate(runs):
        out[k, a:b] = 1 / (b - a)
    return out


def tie(net: Tagger, train: Sequence[Window], passes: int, seed: int, rate: float = 2e-3, batch: int = 16) -> None:
    """Fits what scores the links on the finished encoder, whose numbers for each window are computed once."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    net.eval()
    heads = [p for n, p in net.named_parameters() if n.startswith("vectors.") or n in ("place", "weigh", "lean")]
    best = torch.optim.AdamW(heads, lr=rate, weight_decay=0.01)
    held = []
    with torch.no_grad():
        for w in train:
            if w.runs[1]:
                held.append((w, net.hidden(*padded([w.ids]))))
    steps = passes * len(held) // batch + 1
    plan = torch.optim.lr_scheduler.LambdaLR(best, lambda s: max(0.02, 1 - s / steps))
    for _ in range(passes):
        dice.shuffle(held)
        for k in range(0, len(held), batch):
            scores = [_links(net, net.vectors(functional.dropout(h, 0.1)).reshape(1, h.shape[1], 4, -1), [w]) for w, h in held[k : k + batch]]
            loss = torch.stack(scores).mean()
            best.zero_grad()
            loss.backward()
            best.step()
            plan.step()
