"""The larger network: its file is the one its card names, it reads all four languages where it is asked for, and without it the rules do."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.extract import extract
from supplyline.extract.tagger import model
from supplyline.model import Document

ROOT = Path(__file__).parents[1]
# Facts in constructions that no rule knows, and what fills a role of theirs.
FOUND = [
    ("en", "large-1", "A convoy of lorries rolled across the bridge with 40 drone engines from Minsk for the plant at Tula, border guards noted.", "Minsk"),
    ("ru", "large-1-ru", "Своими снарядами Пхеньян помогает Москве уже второй год.", "снарядами"),
    ("uk", "large-1-uk", "Снаряди до Росії текли з Північної Кореї вагонами.", "Снаряди"),
    ("zh", "large-1-zh", "作为回报流向朝鲜的有粮食和燃油。", "粮食"),
]


def document(text: str, language: str) -> Document:
    return Document("0" * 64, "report.txt", text, published="2025-05-27", language=language)


def test_the_weights_are_those_of_their_card() -> None:
    card = (ROOT / "docs" / "model-card-large.md").read_text("utf-8")
    named = dict(re.findall(r"^\| `([\w.]+)` \| [\d,]+ \| `([0-9a-f]{64})` \|$", card, re.M))
    assert {p.name: sha256(p.read_bytes()).hexdigest() for p in model.LARGE.iterdir()} == named


@pytest.mark.parametrize(("language", "made_by", "text", "filler"), FOUND, ids=[row[0] for row in FOUND])
def test_it_finds_what_no_rule_knows_in_its_own_words(language: str, made_by: str, text: str, filler: str) -> None:
    def told(reader: str) -> list[tuple[str, str]]:
        claims = extract(document(text, language), reader).claims
        assert all(c.quote.text == text[c.quote.start : c.quote.end] for c in claims)
        return [(c.made_by, f.span.text) for c in claims for f in c.roles]

    assert (made_by, filler) in told("large")
    assert filler not in [words for _, words in told("rules")]


def test_a_case_that_asks_for_it_is_read_by_it(tmp_path: Path) -> None:
    case = store.create(tmp_path / "case")
    for language, _, text, _ in FOUND:
        case.add_original(text.encode(), f"{language}.txt", language=language)
    toml = case.path / "case.toml"
    toml.write_text(toml.read_text("utf-8").replace('extractor = "tagger"', 'extractor = "large"'), "utf-8")
    pipeline.build(store.open_case(case.path))
    with Snapshot.open(case) as snapshot:
        makers = {c.made_by for c in snapshot.rows("claims")}
        assert snapshot.meta()["extractor"] == "large"
    assert {made_by for _, made_by, _, _ in FOUND} <= makers and not {m for m in makers if m.startswith(("tagger", "glosses"))}


def test_without_its_weights_rules_read_on_and_it_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(model.ENGLISH, "large", tmp_path)
    monkeypatch.setitem(model.GLOSSED, "large", tmp_path)
    for language, _, text, _ in FOUND:
        assert extract(document(text, language), "large") == extract(document(text, language), "rules")
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "rules alone" in said and str(tmp_path) not in said
