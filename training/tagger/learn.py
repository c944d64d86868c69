"""Fitting the network: batches of windows of like length, AdamW, one pass after another; the same seed, the same weights."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.tagger.network import Tagger
from training.tagger.windows import PARTS, Window

LINK_WEIGHT, ROLE_WEIGHT, MENTION_WEIGHT = 0.5, 1.0, 0.5


def fit(net: Tagger, train: Sequence[Window], epochs: int, rate: float, seed: int, batch: int = 16, half: bool = False) -> None:
    """Fits in place. `half` computes in bfloat16 where the CPU has it (faster, a little coarser)."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    best = torch.optim.AdamW([{"params": net.encoder.parameters(), "lr": rate}, {"params": heads, "lr": rate * 5}], weight_decay=0.01)
    steps = epochs * ((len(train) + batch - 1) // batch)
    warm = max(1, steps // 10)
    plan = torch.optim.lr_scheduler.LambdaLR(best, lambda s: min((s + 1) / warm, max(0.02, (steps - s) / max(1, steps - warm))))
    done, total = 0, 0.0
    net.train()
    for epoch in range(epochs):
        for group in _batches(train, batch, dice):
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
                ids, mask = padded(group)
                out = net(ids, mask)
            loss = _loss([o.float() for o in out], group)
            best.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            best.step()
            plan.step()
            done, total = done + 1, total + float(loss.detach())
            if done % 50 == 0:
                print(f"pass {epoch + 1}: step {done} of {steps}, loss {total / 50:.4f}", file=sys.stderr, flush=True)
                total = 0.0
    net.eval()


def padded(group: Sequence[Window]) -> tuple[Tensor, Tensor]:
    longest = max(len(w.ids) for w in group)
    ids = torch.zeros(len(group), longest, dtype=torch.long)
    mask = torch.zeros(len(group), longest, dtype=torch.long)
    for n, w in enumerate(group):
        ids[n, : len(w.ids)] = torch.tensor(w.ids)
        mask[n, : len(w.ids)] = 1
    return ids, mask


def _batches(train: Sequence[Window], size: int, dice: random.Random) -> list[list[Window]]:
    order = sorted(train, key=lambda w: (len(w.ids) + dice.uniform(-16, 16), w.name))
    groups = [order[n : n + size] for n in range(0, len(order), size)]
    dice.shuffle(groups)
    return groups


def _loss(out: Sequence[Tensor], group: Sequence[Window]) -> Tensor:
    parts, mentions, roles, vectors = out
    longest = parts.shape[1]
    wanted = torch.full((len(group), longest, 3), -1, dtype=torch.long)
    named = torch.full((len(group), longest), -1, dtype=torch.long)
    for n, w in enumerate(group):
        for k, part in enumerate(PARTS):
            wanted[n, 1 : len(w.ids) - 1, k] = torch.tensor(w.parts[part][1:-1])
        named[n, 1 : len(w.ids) - 1] = torch.tensor(w.mentions[1:-1])
    loss = torch.zeros(())
    if bool((wanted >= 0).any()):
        loss = loss + 3 * functional.cross_entropy(parts.reshape(-1, 3), wanted.reshape(-1), ignore_index=-1)
        loss = loss + LINK_WEIGHT * _links(vectors, group)
    if bool((named >= 0).any()):
        loss = loss + MENTION_WEIGHT * functional.cross_entropy(mentions.reshape(-1, mentions.shape[2]), named.reshape(-1), ignore_index=-1)
    told = [n for n, w in enumerate(group) if w.roles]
    if told:
        score = torch.cat([roles[n, 1 : len(group[n].ids) - 1] for n in told])
        truth = torch.cat([torch.tensor(group[n].roles[1:-1], dtype=torch.float32) for n in told])
        loss = loss + ROLE_WEIGHT * functional.binary_cross_entropy_with_logits(score, truth, pos_weight=torch.tensor(3.0)) * 5
    return loss


def _links(vectors: Tensor, group: Sequence[Window]) -> Tensor:
    """Each cue against each source and content of its window: tied or not?"""
    scores, truth = [], []
    for n, w in enumerate(group):
        tied = set(w.links)
        for part, ask in (("source", 0), ("content", 2)):
            others = sorted({o for p, _, o in tied if p == part})
            for cue in sorted(set(w.cues)):
                asked = vectors[n, list(cue), ask].mean(0)
                for other in others:
                    scores.append(asked @ vectors[n, list(other), ask + 1].mean(0))
                    truth.append(float((part, cue, other) in tied))
    if not scores:
        return torch.zeros(())
    return functional.binary_cross_entropy_with_logits(torch.stack(scores), torch.tensor(truth))
