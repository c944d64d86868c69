"""How far do the two annotations of a text agree?

usage: agree.py SCORER   (the scorer of the cases, score.py)

Holds each `second/NAME.gold.json` against `texts/NAME.gold.json`, frames and attributions matched one to one as the
scorer matches a program's answers, and prints F1 of both over all texts that were annotated twice.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def first(value: Any) -> str:
    return value if isinstance(value, str) else value[0]


def as_answer(frame: dict[str, Any], text: str) -> dict[str, Any]:
    """A gold frame in the form of a program's claim."""
    start = text.find(first(frame["evidence"]))
    roles = {role: [{"text": t, "name": t} for t in ([v] if isinstance(v, str) else v)] for role, v in frame["roles"].items()}
    return {"kind": frame["kind"], "stance": frame["stance"], "roles": roles, "count": None, "quote": {"start": start, "end": start + len(first(frame["evidence"]))}}


def main(scorer: Path) -> None:
    rules: dict[str, Any] = {}
    exec(scorer.read_text("utf-8").rsplit("main()", 1)[0], rules)  # it runs at once where it is imported
    matched, told, texts = {"attributions": 0, "frames": 0}, {"attributions": 0, "frames": 0}, 0
    for path in sorted((HERE / "second").glob("*.gold.json")):
        name, texts = path.name.removesuffix(".gold.json"), texts + 1
        text = (HERE / "texts" / f"{name}.txt").read_text("utf-8")
        one, two = (json.loads(p.read_text("utf-8")) for p in (HERE / "texts" / path.name, path))
        frames = [as_answer(f, text) for f in two["frames"]]
        said = [
            {"content": a["content"] if isinstance(a["content"], str) else " ".join(a["content"]), "speaker": [a.get("speaker"), a.get("speaker_text")]}
            for a in two["attributions"]
        ]
        matched["frames"] += len(rules["match"](one["frames"], frames, rules["frame_sim"](text)))
        matched["attributions"] += len(rules["match"](one["attributions"], said, rules["attr_sim"]))
        for key in told:
            told[key] += len(one[key]) + len(two[key])
    for key in sorted(told):
        print(f"{key}: F1 {2 * matched[key] / told[key]:.3f} over {texts} texts")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit((__doc__ or "").strip())
    main(Path(sys.argv[1]))
