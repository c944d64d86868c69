"""The fitted network as the files that ship: ONNX with int8 weights, and the tokenizer beside it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.frames.learn import Network, padded


def write(net: Network, encoder: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        plain = Path(room, "plain.onnx")
        torch.onnx.export(
            net.eval(),
            padded([[101, 2023, 2003, 102], [101, 102]]),
            str(plain),
            input_names=["ids", "mask"],
            output_names=["scores"],
            dynamic_axes={k: {0: "windows", 1: "pieces"} for k in ("ids", "mask", "scores")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, folder / "frames.onnx", weight_type=QuantType.QInt8, per_channel=True)
    tokenizer = json.loads((encoder / "tokenizer.json").read_text("utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")
