"""A made-up case of any size for the benchmarks, and the addresses that its readers ask for.

`fill(case, documents, per)` writes the snapshot of `documents` × `per` claims, events, parties, links, lists and trade straight
into a case's folder; `addresses(case)` are those of each page, some of them of what is largest. Promises: the same
arguments make the same case and the same addresses.
"""

from __future__ import annotations

import hashlib
import json
import random
from urllib.parse import quote

from supplyline.case import desk
from supplyline.case.snapshot import Snapshot, Writer
from supplyline.case.store import Case
from supplyline.model import (
    Claim,
    Count,
    Dispute,
    Document,
    Entity,
    Event,
    Filler,
    Flow,
    Gap,
    Grade,
    Hit,
    Kind,
    Link,
    Listing,
    ListVersion,
    Name,
    Origin,
    Period,
    Ref,
    Sanction,
    Stance,
    make_id,
)  # fmt: skip
from supplyline.publish import edition

WORDS = {
    "en": "factory supplies machine tools lathes chemicals shipment export nitrocellulose company officials report customs border trade contract delivery batch engine bearing gunpowder",
    "ru": "завод поставки станки порох химикаты партия экспорт компания чиновники сообщил таможня граница торговля договор двигатель подшипник сделка министерство груз поставила",
    "uk": "завод постачання верстати порох хімікати партія експорт компанія посадовці повідомив митниця кордон торгівля договір двигун підшипник угода міністерство вантаж поставила",
    "zh": "工厂 供应 机床 化学品 货物 出口 硝化棉 公司 官员 报告 海关 边境 贸易 合同 交付 发动机 轴承 火药 部 运输",
}  # fmt: skip
SYLLABLES = "ka ro mi ten sol var dun pek lia gor zav tek nor im sta bel fan qu shu wei hua lan tor vik"
SEARCHES = ("machine tools", "порох", "硝化棉", "nitrocelulose", "поставка станков", "gunpowder shipment", "Karomi Tensol", "завд", '"machine tools"', "химикаты граница", "出口 机床", "Gorzav Works")


def name(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES.split()) for _ in range(draw.randint(2, 4))).capitalize()


def fill(case: Case, documents: int, per: int) -> dict[str, int]:
    """Write the snapshot of a made-up case."""
    draw = random.Random(7)
    parties = max(200, documents // 5)
    entities = [(make_id("e", n), f"{name(draw)} {draw.choice(('Works', 'Trading', 'Chemical', 'Precision', 'Logistics'))} {draw.choice(('Ltd', 'LLC', 'Co.', ''))}".strip()) for n in range(parties)]
    countries = [(make_id("e", "c", c), c) for c in ("China", "Russia", "Turkey", "Iran", "Kazakhstan", "India")]
    speakers = [(make_id("e", "p", n), f"{name(draw)} {name(draw)}") for n in range(max(50, parties // 10))]
    outlets = [f"{name(draw)} {draw.choice(('Post', 'Wire', 'News', 'Gazette'))}" for _ in range(300)]
    total = documents * per
    events = max(1, total // 4)
    lists = [ListVersion(make_id("lv", n), f"xx_{n}", f"List {n}", "XX", "csv", "2025-01-01", "0" * 64, f"list{n}.csv", 3000) for n in range(4)]
    counts: dict[int, list[tuple[str, str, str]]] = {}
    with Writer(case) as out:
        for number in range(documents):
            language = draw.choice(("en", "en", "ru", "uk", "zh"))
            glue = "" if language == "zh" else " "
            words = WORDS[language].split()
            sha = hashlib.sha256(f"document {number}".encode()).hexdigest()
            text, claims = "", []
            for _ in range(per):
                source, target = draw.choice(entities), draw.choice([*entities[:500], *countries])
                lead = glue.join(draw.choice(words) for _ in range(draw.randint(6, 14))) + ". "
                quote_text = f"{source[1]} {glue.join(draw.choice(words) for _ in range(5))} {target[1]}"
                start = len(text) + len(lead)
                text += f"{lead}{quote_text}. "
                claims.append((start, quote_text, source, target))
            day = f"{draw.randint(2022, 2025)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
            document = Document(sha, f"{number:06}.txt", text, title=f"{name(draw)}: {glue.join(draw.choice(words) for _ in range(5))}", publisher=draw.choice(outlets), published=day, language=language)
            out.add("documents", [document])
            made = []
            for start, quote_text, source, target in claims:
                span = document.span(start, start + len(quote_text))
                own = document.span(start, start + len(source[1]))
                other = document.span(start + len(quote_text) - len(target[1]), start + len(quote_text))
                event = int(events * draw.random() ** 1.5)  # some are told by many
                speaker = draw.choice(speakers)
                id = make_id("c", sha, start)
                counts.setdefault(event, []).append((id, source[0], target[0]))
                made.append(Claim(
                    id, draw.choice((Kind.supply, Kind.shipment, Kind.denial, Kind.statement)), draw.choice((Stance.asserts, Stance.reports, Stance.denies)), span,
                    speaker=Ref(own, speaker[1], entity=speaker[0]), said_on=Period(day, day, day, "day"),
                    roles=(Filler("supplier", own, source[1], source[0]), Filler("recipient", other, target[1], target[0])),
                    count=Count(20, None, "20", "recipient") if draw.random() < 0.1 else None, confidence=draw.choice((0.6, 0.75, 0.8)),
                    event=make_id("v", event), origin=make_id("o", event, draw.randint(0, 2)), grade=draw.choice(("B2", "C3", "D4", "F6")),
                ))  # fmt: skip
            out.add("claims", made)
        for event, held in counts.items():
            id, (claim, source, target) = make_id("v", event), held[0]
            grade = draw.choice(("B2", "C3", "D4", "F6"))
            out.add("events", [Event(
                id, draw.choice(("supply", "shipment")), f"{event} {name(draw)} → {name(draw)} (supply)", 20.0 if event % 9 == 0 else None, None, "recipient" if event % 9 == 0 else None,
                f"{2022 + event % 4}-0{1 + event % 9}", None, (f"supplier={source}", f"recipient={target}"), ("machine tools",), len(held), min(3, len(held)), len(held), grade,
                (f"{len(held)} claims",), tuple(c for c, _, _ in held[:50]),
            )])  # fmt: skip
            out.add("grades", [Grade(make_id("g", id), id, grade[0], int(grade[1]), ("made up",), ("a record",), (), (id,))])
            for n in range(3):
                out.add("origins", [Origin(make_id("o", event, n), f"{name(draw)} tells", None, None, "2025", 1, max(1, len(held) // 3), ("made up",), (claim,))])
            if event % 2 == 0:
                out.add("links", [Link(make_id("l", id), source, target, "supplies", ("machine tools",), id, grade, event % 20 == 0, (id,))])
            if event % 20 == 0:
                out.add("disputes", [Dispute(make_id("x", id), id, held[-1][0], "A ministry", "meets", "made up", (id,))])
        for id, caption in entities:
            out.add("entities", [Entity(id, "Company", caption, (Name(caption, "primary"),), (), (), (), draw.randint(1, 60), draw.randint(1, 20))])
        for id, caption in countries:
            out.add("entities", [Entity(id, "Country", caption, (Name(caption, "primary"),), ("cn",), mentions=100_000, documents=documents)])
        for id, caption in speakers:
            out.add("entities", [Entity(id, "Person", caption, (Name(caption, "primary"),), mentions=draw.randint(1, 60), documents=3)])
        out.add("lists", lists)
        for version in lists:
            for n in range(3000):
                caption = entities[n % parties][1] if n % 10 == 0 else f"{name(draw)} {name(draw)} Ltd"
                listing = Listing(make_id("li", version.id, n), version.id, str(n), "Company", caption, (Name(caption, "primary"),), sanctions=(Sanction("An authority", "P1", "2024-01-01"),), row=f"line {n}")
                out.add("listings", [listing])
                if n % 10 == 0:
                    status = "possible" if n % 30 == 0 else "listed"
                    out.add("hits", [Hit(make_id("h", listing.id), entities[n % parties][0], listing.id, version.id, 0.95, status, ("same name",), "2024-01-01", (listing.id,), caption)])
            for n in range(min(parties, 2000)):
                id, caption = entities[n]
                status = "listed" if n % 10 == 0 else "no_match"
                out.add("gaps", [Gap(make_id("gp", version.id, id), id, caption, version.id, "XX", status, None, None, "2024-02-01", None, "2025-01-01", f"{status} in {version.title}", (), version.code, version.title)])
        for n in range(3000):
            flow = Flow(make_id("f", n), "cn", draw.choice(("ru", "tr", "kz")), "export", f"84{n % 60:02}", str(2015 + n % 10), draw.random() * 1e7, 1000.0, 3.0, ())
            out.add("flows", [flow])
        inputs = hashlib.sha256(f"{documents} {per}".encode()).hexdigest()
        return out.finish(lambda counted: {"inputs": inputs, "counts": json.dumps(counted)})


def searches(names: list[str], most: int) -> list[str]:
    """Words that people look for, hardly any twice: one to three of a language, a party or a part of its name, a phrase, a misspelling."""
    draw = random.Random(11)
    out = list(SEARCHES)
    while len(out) < most:
        language = draw.choice(("en", "en", "ru", "uk", "zh"))
        words = draw.sample(WORDS[language].split(), draw.randint(1, 3))
        kind = draw.random()
        if kind < 0.3:
            words = draw.choice(names).split()[: draw.randint(1, 2)]
        elif kind < 0.4:
            words = [draw.choice(names).split()[0], words[0]]
        elif kind < 0.5:
            words = [f'"{" ".join(words[:2])}"']
        elif kind < 0.65:
            at = draw.randrange(len(words[0]))
            words[0] = words[0][:at] + words[0][at + 1 :] or words[0]  # a letter is missing
        out.append(" ".join(words))
    return out


def addresses(case: Case, most: int = 400) -> dict[str, list[str]]:
    """Addresses of each page: some of what is largest, many of what is drawn (ids are hashes, so their order is as good as chance)."""
    with Snapshot.open(case) as snapshot, snapshot.cursor() as cursor:
        def ids(sql: str) -> list[str]:
            return [row[0] for row in cursor.execute(sql).fetchall()]

        events = ids("SELECT id FROM built.events ORDER BY claims DESC, id LIMIT 20") + ids(f"SELECT id FROM built.events ORDER BY id LIMIT {most}")
        entities = ids("SELECT id FROM built.entities ORDER BY mentions DESC, id LIMIT 20") + ids(f"SELECT id FROM built.entities ORDER BY id LIMIT {most}")
        documents = ids(f"SELECT sha256 FROM built.documents ORDER BY sha256 LIMIT {most}")
        claims = ids(f"SELECT id FROM built.claims ORDER BY id LIMIT {most}")
        names = ids("SELECT caption FROM built.entities WHERE schema <> 'Country' ORDER BY id LIMIT 1000")
    # One draft that a person could have written: ten events, the largest among them, with a passage before each.
    told = [part for event in (*events[:5], *events[20:25]) for part in (edition.Part(text=f"It is so. [{event}]"), edition.Part(event=event, called=event))]
    drafts = [s.id for s in desk.latest(case.desk_at)] or [desk.save(case.desk_at, "brief", "Bench", edition.write(told), "Bench").id]
    looked = [quote(words) for words in searches(names, 3 * most)]
    return {
        "overview": ["/"], "events": ["/events", "/events?kind=supply&start=5000"], "event": [f"/events/{i}" for i in events], "timeline": ["/timeline", "/timeline?from=2024&kind=supply"],
        "parties": ["/entities", "/entities?schema=Company&start=2000"], "party": [f"/entities/{i}" for i in entities], "document": [f"/documents/{i}" for i in documents], "claim": [f"/claims/{i}" for i in claims],
        "claims": [f"/claims?entity={i}" for i in entities], "graph": ["/graph", *(f"/graph?entity={i}" for i in entities)], "whole graph": ["/graph/whole", "/graph/whole?goods=tools&grade=C3&since=2023", "/graph/whole?listed=listed"],
        "trade map": ["/trade/map", "/trade/map?hs=8410"], "draft": ["/briefs", f"/briefs/{drafts[0]}", f"/briefs/{drafts[0]}?find=machine+tools"], "published": [f"/briefs/{drafts[0]}/published"], "trade": ["/trade", "/trade?reporter=cn&partner=ru&hs=8410"],
        "gaps": ["/gaps", "/gaps?sort=xx_1", "/gaps?status=listed"], "sources": ["/sources"], "documents": ["/documents", "/documents?start=3000"], "review": ["/review", "/review?what=match"], "why": [f"/why/{i}" for i in events],
        "search": [f"/search?q={words}&where={where}" for words, where in zip(looked, 3 * most * ("claims", "claims", "documents", "entities", "listings"), strict=False)],
        "search filtered": [f"/search?q={words}&kind=supply&year=2024" for words in looked[::3]], "api": ["/api/v1/claims?limit=100", "/api/v1/events?limit=100", *(f"/api/v1/events/{i}" for i in events)],
    }  # fmt: skip
