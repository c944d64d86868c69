"""Fitting the network: batches of windows of like length, AdamW, one pass after another; the same seed, the same weights."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import swa_utils

from supplyline.extract.tagger.layers import FRAMES, MENTIONS, STANCES
from training.network import Tagger, padded
from training.windows import Window

LINK_WEIGHT = 0.3
HEAD_RATE = 1e-3
WARM = 0.1  # the part of the fitting in which the rate rises
# What a piece counts by layer, not marked and marked: cues are the rarest part and the hardest; in a layer of frames or mentions most pieces are outside.
WEIGHTS = [[1.0, 1.5, 1.0] + [1.0] * len(FRAMES) + [0.6] * len(MENTIONS) + [2.0] * len(STANCES), [1.0, 1.5, 1.0] + [3.0] * len(FRAMES) + [1.8] * len(MENTIONS) + [2.0] * len(STANCES)]


def fit(net: Tagger, draw: Callable[[int], Sequence[Window]], settings: Mapping[str, float]) -> None:
    """Fits in place, on the device that holds the network.

    `draw(n)` gives the windows of pass n. Of `settings`: passes, rate (of the highest layer; each below learns slower by `decay`, the
    lowest `frozen` not at all), `head` (the rate of what is not the encoder; HEAD_RATE where it is not given), batch, seed, and `steady`: what is kept at the end is the mean over the last steps, each weighing less than
    the next by this factor (0 for none). Computes in bfloat16 where the processor has it (faster, a little coarser).
    """
    seed, passes, device = int(settings["seed"]), int(settings["passes"]), net.place.device
    torch.manual_seed(seed)
    dice = random.Random(seed)
    net.encoder.embeddings.requires_grad_(False)  # half the weights: words never seen stay where they are
    net.encoder.encoder.layer[: int(settings["frozen"])].requires_grad_(False)
    best = torch.optim.AdamW(_rates(net, settings["rate"], settings["decay"], settings.get("head", HEAD_RATE)), weight_decay=0.01)
    aims = [group["lr"] for group in best.param_groups]
    steady = settings["steady"]
    mean = swa_utils.AveragedModel(net, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(steady)) if steady else None
    weights = torch.tensor(WEIGHTS, device=device)
    done, able = 0, coarse(device)
    net.train()
    for n in range(passes):
        groups = batches(draw(n), int(settings["batch"]), dice)
        for k, group in enumerate(groups):
            gone = (n + (k + 1) / len(groups)) / passes
            for part, aim in zip(best.param_groups, aims, strict=True):
                part["lr"] = aim * max(0.01, min(gone / WARM, (1 - gone) / (1 - WARM)))
            ids, mask = padded([w.ids for w in group], net.pad)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=able):
                labels, vectors = net(ids.to(device), mask.to(device))
            loss = _loss(net, labels.float(), vectors.float(), group, weights)
            best.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            best.step()
            if mean is not None:
                mean.update_parameters(net)
            done += 1
            if done % 100 == 0:
                print(f"pass {n + 1} of {passes}: step {done}, loss {float(loss.detach()):.4f}", file=sys.stderr, flush=True)
    if mean is not None:
        net.load_state_dict(mean.module.state_dict())
    net.eval()


def coarse(device: torch.device) -> bool:
    """Does it compute in bfloat16 itself? A processor that does not imitates it, and takes fifteen times as long."""
    able = torch.cpu.get_capabilities()
    return device.type != "cpu" or any(able.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def _rates(net: Tagger, rate: float, decay: float, head: float) -> list[dict[str, object]]:
    layers = list(net.encoder.encoder.layer)
    groups: list[dict[str, object]] = [{"params": [p for n, p in net.named_parameters() if not n.startswith("encoder.")], "lr": head}]
    for n, layer in enumerate(layers):
        groups.append({"params": list(layer.parameters()), "lr": rate * decay ** (len(layers) - 1 - n)})
    return groups


def batches(train: Sequence[Window], size: int, dice: random.Random) -> list[list[Window]]:
    """Windows of about one length together, in a drawn order."""
    order = [w for _, w in sorted(enumerate(train), key=lambda w: (len(w[1].ids) + dice.uniform(-16, 16), w[0]))]
    groups = [order[n : n + size] for n in range(0, len(order), size)]
    dice.shuffle(groups)
    return groups


def _loss(net: Tagger, labels: Tensor, vectors: Tensor, group: Sequence[Window], weights: Tensor) -> Tensor:
    """The mean over pieces of the sum over layers, and the links."""
    wanted = torch.full(labels.shape[:3], -1, dtype=torch.long)
    for n, w in enumerate(group):
        wanted[n, : len(w.ids)] = torch.from_numpy(w.labels.astype(np.int64))
    pieces = (wanted >= 0).any(dim=-1).sum()
    wanted = wanted.to(labels.device)
    each = functional.cross_entropy(labels.reshape(-1, 3), wanted.reshape(-1), ignore_index=-1, reduction="none").reshape(wanted.shape)
    each = each * torch.where(wanted > 0, weights[1], weights[0])
    return each.sum() / pieces.to(labels.device) + LINK_WEIGHT * _links(net, vectors, group)


def _links(net: Tagger, vectors: Tensor, group: Sequence[Window]) -> Tensor:
    """Each cue against each source and content of its window: tied or not? The mean over all pairs."""
    lost, pairs = torch.zeros((), device=vectors.device), 0
    for layer, part in ((0, 0), (1, 2)):
        cues, others = max(len(w.runs[1]) for w in group), max(len(w.runs[part]) for w in group)
        if not cues or not others:
            continue
        asks, answers = _means([w.runs[1] for w in group], cues, vectors.shape[1]), _means([w.runs[part] for w in group], others, vectors.shape[1])
        places, tied = np.zeros((len(group), cues, others), dtype=np.int64), np.full((len(group), cues, others), -1, dtype=np.float32)
        for n, w in enumerate(group):
            c, o = w.tied[layer].shape
            places[n, :c, :o], tied[n, :c, :o] = w.places[layer], w.tied[layer]
        pairs += int((tied >= 0).sum())
        truth = torch.from_numpy(tied).to(vectors.device)
        at = torch.from_numpy(places).to(vectors.device)
        scores = net.link(layer, asks.to(vectors.device) @ vectors[:, :, 2 * layer], answers.to(vectors.device) @ vectors[:, :, 2 * layer + 1], at)
        each = functional.binary_cross_entropy_with_logits(scores, truth.clamp(min=0), reduction="none")
        lost = lost + (each * (truth >= 0)).sum()
    return lost / max(pairs, 1)


def _means(runs: Sequence[Sequence[tuple[int, int]]], most: int, size: int) -> Tensor:
    """(windows, most, size): what takes the mean of the pieces of each run."""
    out = np.zeros((len(runs), most, size), dtype=np.float32)
    for n, window in enumerate(runs):
        for k, (a, b) in enumerate(window):
            out[n, k, a:b] = 1 / (b - a)
    return torch.from_numpy(out)


def tie(net: Tagger, train: Sequence[Window], passes: int, seed: int, rate: float = 2e-3, batch: int = 16) -> None:
    """Fits what scores the links on the finished encoder, whose numbers for each window are computed once."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    net.eval()
    device = net.place.device
    heads = [p for n, p in net.named_parameters() if n.startswith("vectors.") or n in ("place", "weigh", "lean")]
    best = torch.optim.AdamW(heads, lr=rate, weight_decay=0.01)
    held: list[tuple[Window, Tensor]] = []
    cued = [w for w in train if w.runs[1]]
    with torch.no_grad():
        for k in range(0, len(cued), batch):
            ids, mask = padded([w.ids for w in cued[k : k + batch]], net.pad)
            hidden = net.hidden(ids.to(device), mask.to(device))
            held += [(w, h[: len(w.ids)]) for w, h in zip(cued[k : k + batch], hidden, strict=True)]
    steps = passes * len(held) // batch + 1
    plan = torch.optim.lr_scheduler.LambdaLR(best, lambda s: max(0.02, 1 - s / steps))
    for _ in range(passes):
        dice.shuffle(held)
        for k in range(0, len(held), batch):
            group = held[k : k + batch]
            hidden = functional.dropout(nn.utils.rnn.pad_sequence([h for _, h in group], batch_first=True), 0.1)
            loss = _links(net, net.vectors(hidden).reshape(*hidden.shape[:2], 4, -1), [w for w, _ in group])
            best.zero_grad()
            loss.backward()
            best.step()
            plan.step()
