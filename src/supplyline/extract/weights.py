"""How are trained weights opened, and what is said where they cannot be?

`opened(folder, name, without)` gives an ONNX session of one thread and the tokenizer beside it; None, with one line on
standard error that says what is done without them, where the weights, ONNX Runtime or the tokenizers library are missing
or do not run here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def opened(folder: Path, name: str, without: str) -> tuple[Any, Tokenizer] | None:
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"]), tokenizer
    except Exception as fault:  # a missing library, a file that is not there or not whole, a processor without the instructions
        why = str(fault).splitlines()[0].replace(str(folder), folder.name) if str(fault) else type(fault).__name__
        print(f"supplyline: {without} ({why})", file=sys.stderr)
        return None
