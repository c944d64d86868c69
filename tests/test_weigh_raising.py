"""What a grade says would raise it is added to the case, and raises it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import marked
from supplyline import pipeline
from supplyline.case import store
from supplyline.case.snapshot import Snapshot
from supplyline.model import Grade

REPORT = "publisher: {}\npublished: {}\n\n{}\n"
WHAT = "China supplied nitrocellulose to Russia in 2023"
UKRAINE = f"{WHAT}, Oleh Ivashchenko, head of Ukraine's Foreign Intelligence Service, told Outlet on May 5."
DENIED = "Germany's foreign ministry denied that China had supplied nitrocellulose to Russia in 2023."
OTHERS = [
    ("Herald", "2024-05-20", f"{WHAT}, Marta Klein, a spokeswoman for Germany's foreign ministry, told Herald on May 20."),
    ("Post", "2024-05-21", f"{WHAT}, Akira Mori, head of Japan's customs, told Post on May 21."),
]
RECORD = ("Official Journal of the European Union", "2024-05-22", f"{WHAT}.")
WHOSE = ("Gazette", "2024-05-23", "Pavel Hrynko, head of Poland's border guard, said on May 23 that he would retire.")
TABLE = "reporter,partner,flow,hs,period,value,weight,currency\nCN,RU,export,391220,2023,4000000,1310000,USD\n"
WRONG = TABLE.replace("1310000", "10")

CASES = {
    "one voice": [UKRAINE],
    "one voice of nobody knows which country": [f"{WHAT}, Pavel Hrynko told Outlet on May 5."],
    "two voices": [UKRAINE, OTHERS[0]],
    "unnamed": [f"{WHAT}, officials said."],
    "nobody": [f"{WHAT}."],
    "own words": [("Reuters", "2024-05-05", f"{WHAT}.")],
    "suspected": ["China is suspected to have supplied nitrocellulose to Russia in 2023, Oleh Ivashchenko, head of Ukraine's Foreign Intelligence Service, told Outlet on May 5."],
    "contradicted": [UKRAINE, ("Berlin Post", "2024-05-07", DENIED)],
    "taken back": [("Reuters", "2024-05-05", f"{WHAT}."), ("Reuters", "2024-05-08", "Retraction\n\nReuters retracts its report that China supplied nitrocellulose to Russia in 2023.")],
    "contradicted by figures": [UKRAINE.replace("nitrocellulose", "9,000 tons of nitrocellulose")],
    "borne out by figures": [UKRAINE],
}  # fmt: skip
TABLES = {"contradicted by figures": WRONG, "borne out by figures": TABLE}


def graded(folder: Path, texts, table: str = "", reliability: str = "") -> Grade:
    """The grade of what the first text tells."""
    documents = {}
    for n, text in enumerate(texts):
        publisher, day, body = text if isinstance(text, tuple) else ("Outlet", "2024-05-05", text)
        documents[f"{n:02d}.txt"] = REPORT.format(publisher, day, body)
    with marked.build(folder, documents, table) as snapshot:
        if not reliability:
            return of_first(snapshot)
    case = store.open_case(folder)
    settings = case.path / "case.toml"
    settings.write_text(settings.read_text("utf-8").replace("[reliability]", f'[reliability]\n"{reliability}" = "B"', 1), "utf-8")
    pipeline.build(store.open_case(folder))
    with Snapshot.open(case) as snapshot:
        return of_first(snapshot)


def of_first(snapshot: Snapshot) -> Grade:
    first = next(d.sha256 for d in snapshot.rows("documents") if d.name == "00.txt")
    event = next(c.event for c in snapshot.rows("claims") if c.quote.sha256 == first and c.event)
    (grade,) = snapshot.rows("grades", event=event)
    return grade


def own_words(told, texts):
    """As much as the first text tells, in other words than its own: else it were a copy."""
    publisher, day, text = told
    return publisher, day, text.replace(WHAT, "China exported 9,000 tons of nitrocellulose to Russia over 2023") if "9,000" in texts[0] else text


@pytest.mark.parametrize("name", CASES)
def test_what_would_raise_a_grade_raises_it(tmp_path: Path, name: str) -> None:
    texts, table = CASES[name], TABLES.get(name, "")
    before = graded(tmp_path / "before", texts, table)
    assert before.would_raise, before.reasons
    assert name != "contradicted" or any("who is not the accused" in r for r in before.reasons)
    for n, wanted in enumerate(before.would_raise):
        folder = tmp_path / str(n)
        if wanted.startswith("a named source independent"):
            added = OTHERS[:1] if OTHERS[0] not in texts else OTHERS[1:]
            more = [WHOSE] if "speaks for" in wanted else []
            after = graded(folder, [*texts, *(own_words(text, texts) for text in added), *more], table)
        elif wanted.startswith("two named sources"):
            after = graded(folder, [*texts, *OTHERS], table)
        elif wanted.startswith("a primary record"):
            after = graded(folder, [*texts, own_words(RECORD, texts)], table)
        elif wanted.startswith("figures of customs"):
            after = graded(folder, texts, TABLE)
        else:
            (whose,) = re.findall(r"^a reliability for (\w+) in case.toml", wanted)
            after = graded(folder, texts, table, reliability=whose)
            assert after.reliability < before.reliability
            continue
        assert after.credibility < before.credibility, (wanted, before, after)


def test_what_is_expected_is_raised_by_nothing_and_says_so(tmp_path: Path) -> None:
    grade = graded(tmp_path, ["China will supply nitrocellulose to Russia in 2026, Oleh Ivashchenko, head of Ukraine's Foreign Intelligence Service, said."])
    assert (grade.credibility, grade.would_raise[0]) == (6, "a report that it has happened, which is an event of its own")
