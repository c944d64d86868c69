"""The fitted network as the file that ships: ONNX, int8 weights, and the tokenizer beside it.

`write(net, encoder, folder)` writes `tagger.onnx`, `links.npy` and, with an encoder, its `tokenizer.json`; `direct(net)` runs the network itself, so that it
can be scored beside the file on the same task.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from supplyline.extract.tagger import decode
from training.network import Tagger, padded
from training.score import Run

WEIGHTS = "tagger.onnx"
TOKENIZER = "tokenizer.json"
LINKS = "links.npy"


def write(net: Tagger, encoder: Path | None, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        plain = Path(room, "plain.onnx")
        torch.onnx.export(
            net.eval(),
            padded([[101, 2023, 2003, 102], [101, 102]], net.pad),
            str(plain),
            input_names=["ids", "mask"],
            output_names=["labels", "vectors"],
            dynamic_axes={k: {0: "windows", 1: "pieces"} for k in ("ids", "mask", "labels", "vectors")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, folder / WEIGHTS, weight_type=QuantType.QInt8, per_channel=True)
    if encoder is not None:
        tokenizer = json.loads((encoder / TOKENIZER).read_text("utf-8"))
        tokenizer["truncation"] = tokenizer["padding"] = None
        (folder / TOKENIZER).write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")
    held = links(net)
    np.save(folder / LINKS, np.concatenate([held.place.reshape(2, -1), held.weigh, held.lean], axis=1))


def links(net: Tagger) -> decode.Links:
    return decode.Links(*(p.detach().numpy() for p in (net.place, net.weigh, net.lean)))


def direct(net: Tagger) -> Run:
    def run(windows: list[list[int]]) -> list[tuple[np.ndarray, np.ndarray]]:
        out = []
        with torch.no_grad():
            for ids in windows:
                labels, vectors = net(*padded([ids], net.pad))
                out.append((labels[0].numpy(), vectors[0].numpy()))
        return out

    return run
