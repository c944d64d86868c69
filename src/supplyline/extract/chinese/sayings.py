"""Who says it in a Chinese sentence, with which word, and what exactly?

Speaker before the cue ("外交部发言人毛宁表示"), "据…报道", and label lines ("郭嘉昆：…"). Time, place and audience of
the saying are no part of the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from supplyline.extract.chinese.numbers import day_in
from supplyline.extract.chinese.text import LANGUAGE, MOST, Saying, any_of, cues, not_cue, strip
from supplyline.extract.lexicon import mapping, table
from supplyline.model import Document


def find(document: Document, start: int, end: int, persons: dict[str, tuple[str, str | None]]) -> Iterator[Saying]:
    text = document.text
    label = re.compile(r"([^，。：:！？\s]{2,12})[:：](?=\S{4})").match(text, start, end)
    if (
        label
        and "问" not in label[1]
        and "問" not in label[1]
        and (label[1] in persons or person(label[1]) is not None or (2 <= len(label[1]) <= 4 and not cues().search(label[1])))
    ):
        name, role = person(label[1]) or persons.get(label[1]) or (label[1], None)
        line = text.find("\n", start)
        a, b = strip(text, label.end(), line if line >= 0 else len(text), '“”「」" 。\t\r')
        b = min(b, a + MOST)
        yield Saying((label.start(1), label.end(1)), name, role, (label.end(1), label.end(1) + 1), (a, b), "asserts")
        return
    led = re.compile(rf"(?:{any_of('lead')})(?P<s>[^，,。]{{1,30}}?)(?P<c>{any_of('lead_end')})[，,：:]?").match(text, start, end)
    if led and led.end() < end:
        speaker = led.span("s") if led["c"] not in ("数据", "數據", "统计", "統計") else (led.start("s"), led.end("c"))
        content = strip(text, led.end(), end)
        if content[1] > content[0]:
            yield Saying(speaker, text[slice(*speaker)], None, (led.start(), led.start("s")), content, "asserts")
        return
    at = start
    for cue in cues().finditer(text, start, end):
        if cue.start() < at or not_cue().match(text, cue.start()) or (cue.group() in ("称", "稱") and text[cue.start() - 1 : cue.start()] in "据據所号號自简簡名堪俗统統"):
            continue
        opening = max(text.rfind(m, start, cue.start()) for m in "，,；;。“「")
        begin = max(opening + 1, at)
        pronoun = re.search(r"(?:^|[，,；;。“ ])([他她])$", text[max(start - 1, 0) : cue.start()])
        if pronoun and persons:
            name, role = list(persons.values())[-1]
            here = (cue.start() - 1, cue.start())
            content = strip(text, cue.end(), end, '，,：: “”「」"。')
            if content[1] - content[0] >= 3:
                yield Saying(here, name, role, cue.span(), content, mapping(LANGUAGE, "cues")[cue.group()])
                at = content[1]
            continue
        found = _speaker(text, begin, cue.start()) or (_speaker(text, start, cue.start()) if begin > start and cue.start() - start < 60 else None)
        if found is None:
            continue
        speaker, name, role = found
        content = strip(text, cue.end(), end, '，,：: “”「」"。了\u3000')
        stance = mapping(LANGUAGE, "cues")[cue.group()]
        if content[1] - content[0] < 3:
            before = strip(text, start, speaker[0], '，,：: “”「」"。')
            if before[1] - before[0] < 4:
                continue
            content = before
        if stance == "denies" and (tail := text.find("，", *content)) > 0:
            content = (content[0], tail)
        yield Saying(speaker, name, role, cue.span(), content, stance, None, day_in(document, text[start : cue.start()]))
        at = content[1]


def _speaker(text: str, start: int, end: int) -> tuple[tuple[int, int], str, str | None] | None:
    """The words before a cue: a person behind an office, a body, a country; without the time and place of saying."""
    words_ = text[start:end]
    dash = max(words_.rfind("—"), words_.rfind(")"), words_.rfind("）"))
    if dash >= 0:
        start += dash + 1
        words_ = text[start:end]
    audience = re.search(r"(?<=.{2})[对對向](?!外)[^，,对對向]{2,24}$", words_)
    if audience:
        end = start + audience.start()
        words_ = text[start:end]
    cut = re.search(
        r"(?:周[一二三四五六日]|週[一二三四五六日]|\d{1,2}(?:月\d{1,2})?日|当天|當天|今天|近日|日前|昨日|早前|此前|随后|隨後|稍早|以[^，,]{1,20}[为為]由|[，,]|在[^，,]{1,20}|就[^，,]{1,20}|对此|對此|也|还|還|则|再次|曾)+$",
        words_,
    )
    if cut:
        end = start + cut.start()
    if when := re.match(r"(?:近日|日前|当天|當天|今天|昨日|随后|隨後|(?:当地时间)?(?:\d{1,2}月)?\d{1,2}日|[周週][一二三四五六日])[，,]?", text[start:end]):
        start += when.end()
    start, end = strip(text, start, end)
    words_ = text[start:end]
    if not 1 < len(words_) <= 30 or re.match(r"(?:但|而|并|並|这|這|那|该|其|如果|因为|他|她|它|我们|我們|有人)", words_):
        return None
    known = person(words_)
    if known is not None and known[1]:
        at = start + words_.rfind(known[0])
        return (at, at + len(known[0])), known[0], known[1]
    if re.search(r"(?:[向对對从從将將被把])", words_[1:]) and not re.search(r"(?:部|局|委|府|会|社|报|司|院|人)$", words_):
        return None
    return (start, end), words_, None


def person(text: str) -> tuple[str, str | None] | None:
    """ "外交部发言人郭嘉昆" is 郭嘉昆 with his office."""
    offices = "|".join(sorted((re.escape(r[0]) for r in table(LANGUAGE, "persons")), key=len, reverse=True))
    found = re.search(rf"(?:^|.*)(?:{offices})(?P<n>[\u3400-\u9fff·]{{2,12}})$", text)
    if found is None or (len(found["n"]) > 4 and "·" not in found["n"]):
        return None
    return found["n"], text[: found.start("n")] or None


def rejects(content: str) -> bool:
    """ "毫无根据": what is said to be baseless is denied."""
    return re.search(any_of("baseless"), content) is not None
