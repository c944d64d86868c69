"""Which phrase of a clause plays which part, in Ukrainian or Russian?

Cases and prepositions tell giver, receiver, object, agent and intermediary. Fillers are cut as readers quote them: a
proper name without what it is, goods with genitives and purpose, no leading number.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from supplyline.extract.lexicon import mapping
from supplyline.extract.slavic.phrases import WHOSE, Phrase, body, opens, told_by, whole
from supplyline.extract.slavic.places import country_of
from supplyline.extract.slavic.sources import kind_of, source_of
from supplyline.extract.slavic.view import FROM, TO, Role, View, chain, is_genitive, is_time
from supplyline.extract.slavic.words import Word
from supplyline.model import Count, Value
from supplyline.read import countries

GOODS_PRONOUNS = ("їх", "их", "вони", "они", "його", "его", "її", "её", "ее", "він", "вона", "он", "она")
CITIZENS = ("громадянин", "гражданин", "мешканець", "житель")  # of a country, which belongs to the words


def role_of(view: View, name: str, i: int) -> Role:
    """A filler: a proper name without what it is, goods with genitives and purpose, no leading number.

    A country and known goods get their English name, so that reports in all languages speak of one thing.
    """
    start, end = _cut(view, name, i)
    words, p = view.scene.words, view.scene.phrases[i]
    bare = end == start + 1 and not p.plural and "-" not in words[p.head].text
    if bare and view.is_(words[p.head].lemma, "country_noun") and name in ("recipient", "partner") and (told := _land(view, i)) is not None:
        return replace(told, role=name)  # "экспортировали в страну": which was told of last
    if bare and view.is_(words[p.head].lemma, "country_noun") and name in ("supplier", "recipient", "reporter", "partner", "actor", "authority", "party") and view.memory.subject and view.memory.subject[0].name:
        told = view.memory.subject[0]
        return Role(name, told.start, told.end, told.name)  # "країна"
    while start < end - 1 and words[start].low in ("перші", "перших", "первые", "первых", "останні", "последние", "ще", "ещё", "еще") and words[start + 1].pos in ("NUMB", "NUMR"):
        start += 1
    while start < end - 1 and (words[start].pos in ("NUMB", "NUMR", "ADVB", "PREP", "CONJ", "PRON") or words[start].low in WHOSE):
        start += 1
    english = None
    if name == "goods":
        english = goods_name(words[start:end], view.scene.language)
    elif p.place is not None and p.place.itself:
        english = countries.name(p.place.iso)
    return Role(name, words[start].start, words[end - 1].end, english)


def _land(view: View, i: int) -> Role | None:
    """The country that "до країни" goes back to: the recipient told before, unless it acts here."""
    known = view.memory.recipient
    acting = {countries.name(q.place.iso) for k in view.subject if (q := view.scene.phrases[k]).place is not None and q.place is not None}
    return known[0] if len(known) == 1 and known[0].name and known[0].name not in acting and view.scene.phrases[i].preposition else None


def _cut(view: View, name: str, i: int) -> tuple[int, int]:
    scene, p = view.scene, view.scene.phrases[i]
    words = scene.words
    country = p.place is not None and p.place.itself
    if words[p.head].lemma == "ті":
        return p.start, told_by(words, p.end)
    if words[p.head].pos == "NPRO":
        return p.start, p.end
    if name == "goods" and (buyer := next((q for q in scene.phrases[i + 1 : i + 6] if q.preposition == "для" and is_body(view, q)), None)) is not None:
        return p.start, min(whole(scene.phrases, i, words), buyer.start - 1)  # "компоненти для заводів": they are the plants'
    if name == "goods" or (name in ("field", "form") and p.name is None and p.place is None):
        return p.start, whole(scene.phrases, i, words)
    if p.name == (p.head, p.head + 1) and not country and not words[p.head].latin and mapping(scene.language, "speaker_nouns").get(words[p.head].lemma) == "body":
        return p.head, body(scene.phrases, i, words)  # "іранський Центр оборонних технологій"
    if kind_of(words[p.head], scene.language) == "person" and not p.plural and (called := _called(view, i)) is not None:
        return called
    if p.name is not None and p.name[0] > p.start and not (country and words[p.start].capital):
        return p.name
    if (called := _called(view, i)) is not None:
        return called
    if (name in ("authority", "denier", "actor", "party") or words[p.head].lemma in CITIZENS) and not country:
        return p.start, body(scene.phrases, i, words)
    if name == "owner" and p.name is None and p.place is None:
        return p.start, body(scene.phrases, i, words)  # "громадянин Білорусі"
    end = p.end if (name == "reporter" and not view.is_(words[p.head].lemma, "country_noun")) or p.place is not None else whole(scene.phrases, i, words)
    for q in scene.phrases[i + 1 : i + 6]:
        if p.end <= q.start < end and is_time(view, q):
            end = q.start  # "росіянами цього року"
    if name == "target" and p.plural and p.name is None and p.place is None and end == p.end and p.start == p.head and (more := told_by(words, end)) > end:
        return p.start, more  # "країн, які купують нафту"
    after = next((q for q in scene.phrases[i + 1 : i + 5] if q.start == end + 1), None)
    if after is not None and not country and name in ("target", "supplier", "recipient", "maker", "via") and p.name is None and after.preposition in ("з", "із", "зі", "из", "в", "у") and after.place is not None and after.place.itself and "ablt" not in after.cases:
        end = after.end  # "42 компаній з Китаю", "військових заводів у Росії"
        for q in scene.phrases[scene.phrases.index(after) + 1 :]:
            if not (q.governed and q.place is not None and q.place.itself and q.start == end + 1):
                break
            end = q.end  # "компанії з Китаю, Туреччини та ОАЕ"
    if name in ("target", "supplier", "recipient", "maker") and p.name is None and end + 1 < len(words) and words[end].text == "," and view.is_(words[end + 1].lemma, "seated"):
        seat = next((q for q in scene.phrases[i + 1 : i + 4] if q.preposition in ("в", "у") and q.start == end + 3), None)
        end = seat.end if seat is not None else end  # "компанії, зареєстровані в Туреччині"
    return p.start, end


def _called(view: View, i: int) -> tuple[int, int] | None:
    """ "громадянин Казахстану Єржан Ахметов", "постачальника мікроелектроніки Azu International": the name behind what one is."""
    scene, words = view.scene, view.scene.words
    end = body(scene.phrases, i, words)
    aside = next((q for q in scene.phrases[i + 1 : i + 5] if q.start == end + 1), None)
    if scene.phrases[i].name is None and is_body(view, scene.phrases[i]) and not scene.phrases[i].plural and aside is not None and aside.name is not None and aside.place is None and words[end].text == "," and aside.end < len(words) and words[aside.end].text == "," and "nomn" in scene.phrases[i].cases & aside.cases:
        return aside.name  # "крупнейший покупатель, Reliance Industries, намерен"
    if kind_of(words[scene.phrases[i].head], scene.language) == "person" and not scene.phrases[i].plural:
        who = source_of(scene, i)
        first = next((n for n, w in enumerate(words) if w.start == who.start), None)
        last = next((n for n, w in enumerate(words) if w.end == who.end), None)
        if first is not None and last is not None and first > scene.phrases[i].start and words[first].capital:
            return first, last + 1  # "министр обороны КНДР Но Кван Чхоль"
    if scene.phrases[i].name is not None or not (is_body(view, scene.phrases[i]) or words[scene.phrases[i].head].animate):
        return None
    k = i
    while is_genitive(view, k + 1) and k - i < 3:
        k += 1
    there = scene.phrases[i + 1] if i + 1 < len(scene.phrases) else None
    if there is not None and there.preposition in ("из", "з", "із", "зі", "с") and there.start == scene.phrases[i].end + 1 and there.place is not None and i + 2 < len(scene.phrases):
        q = scene.phrases[i + 2]
        if is_body(view, scene.phrases[i]) and q.start == there.end and q.name is not None and q.place is None and not q.preposition and (q.name[0] == q.start or opens(words, q.start)):
            return q.name  # "фирма из Гонконга Smart Chips"
    for n in (k + 1, k):
        if not i < n < len(scene.phrases) or scene.phrases[n].start != scene.phrases[n - 1].end or scene.phrases[n].preposition:
            continue
        q = scene.phrases[n]
        person = q.name is not None and any(w.proper and not w.latin for w in words[q.name[0] : q.name[1]]) and q.name[1] - q.name[0] > 1
        firm = q.name is not None and q.place is None and words[q.name[0]].latin and n > i and is_body(view, scene.phrases[i]) and not view.is_(words[scene.phrases[i].head].lemma, "country_noun") and (n <= k or q.name[0] == q.start) and (q.name[0] > q.start or scene.phrases[n - 1].place is not None)
        if (person and words[scene.phrases[i].head].animate) or firm:
            return q.name
    return None


def goods_name(found: list[Word], language: str) -> str | None:
    """The English name of goods; adjectives that no table knows are left out ("критичні електронні компоненти")."""
    known = mapping(language, "goods")
    lemmas = [w.lemma for w in found]
    for start in range(len(lemmas)):
        for end in range(len(lemmas), start, -1):
            if (english := known.get(" ".join(lemmas[start:end]))) is not None:
                return english
    return None


def roles_of(view: View, name: str, found: tuple[int, ...]) -> tuple[Role, ...]:
    return tuple(role_of(view, name, i) for i in found)


def is_amount(view: View, p: Phrase) -> bool:
    """Is the phrase an amount ("700 тонн") or a share, whose goods follow in the genitive?"""
    words = view.scene.words
    a, b = words[p.start].start, words[p.end - 1].end
    return any(s < b and a < e and e >= words[p.head].end for s, e, _ in view.values) or (
        view.is_(words[p.head].lemma, "volume_noun") or view.is_(words[p.head].lemma, "ship_noun")
    )


def many_of(view: View, p: Phrase) -> bool:
    return p.start > 0 and view.scene.words[p.start - 1].low in ("багато", "чимало", "немало", "много", "мало", "стільки", "столько")


def object_of(view: View) -> int | None:
    """The object of the verb: the nearest phrase in the accusative, after it first."""
    scene, clause = view.scene, view.clause
    after = [i for i in view.here if scene.phrases[i].start > clause.verb]
    passive = scene.words[clause.verb].verb in ("pssv", "impers")
    if clause.kind == "participle":
        return next((i for i in after if "accs" in scene.phrases[i].cases and not scene.phrases[i].preposition and not is_genitive(view, i)), None)
    negated = view.negated
    for i in after[:2]:  # "закупила мікросхем", "відвантажили покупцям товарів": some of them
        p = scene.phrases[i]
        later = any(k > i and not scene.phrases[k].preposition and ("accs" in scene.phrases[k].cases or is_amount(view, scene.phrases[k])) and not is_time(view, scene.phrases[k]) for k in after)
        if later and p.start != clause.verb + 1:
            continue  # "продали виробнику дронів 20 тисяч двигунів"
        if (p.start == clause.verb + 1 or (i > 0 and scene.phrases[i - 1].start == clause.verb + 1 and p.start == scene.phrases[i - 1].end and "datv" in scene.phrases[i - 1].cases)) and "gent" in p.cases and not {"nomn", "accs", "datv", "ablt"} & p.cases and p.place is None and not p.preposition:
            return i
    for i in after:  # "поставляли России микросхемы": the country before is whom they go to
        p, before = scene.phrases[i], scene.phrases[i - 1]
        if not p.preposition and "accs" in p.cases and i not in view.subject and before.start == clause.verb + 1 and p.start == before.end and before.place is not None and before.place.itself and "datv" in before.cases:
            return i
    for i in (*after, *[i for i in view.here if scene.phrases[i].end <= clause.verb]):
        p = scene.phrases[i]
        fits = "accs" in p.cases or (negated and "gent" in p.cases) or (is_amount(view, p) and not p.preposition) or (passive and "nomn" in p.cases)
        if not p.preposition and not p.governed and fits and not _country_before(view, i, after) and i not in view.subject and not is_time(view, p) and not (is_genitive(view, i) and not is_amount(view, p)):
            return i
        if (is_amount(view, p) or any(w.pos in ("NUMB", "NUMR") for w in scene.words[p.start : p.head])) and (p.preposition in ("близько", "понад", "около", "свыше", "более") or (p.preposition == "до" and any(w.text.endswith("%") for w in scene.words[p.start : p.head + 1]))):
            return i
    weighed = any(v.unit not in ("%",) for _, _, v in view.values)
    for i in after:  # "відправили до Росії целюлози на 8 млн доларів"
        p = scene.phrases[i]
        if weighed and not p.preposition and p.cases & {"gent"} and not {"accs", "nomn"} & p.cases and not is_genitive(view, i) and goods_name(scene.words[p.start : p.end], scene.language) is not None:
            return i
    for i in after:  # "закупила мікросхем", "импортирует много товаров"
        p = scene.phrases[i]
        if not p.preposition and not p.governed and "gent" in p.cases and (p.start == clause.verb + 1 or many_of(view, p)) and p.place is None and i not in view.subject:
            return i
    if clause.kind == "relative" and clause.verb >= 0:  # "нітроцелюлозу, яку …"
        return next((i for i in range(len(scene.phrases)) if scene.phrases[i].end == clause.start - 1 and i not in view.subject), None)
    return None


def _country_before(view: View, i: int, after: list[int]) -> bool:
    """ "може передати РФ сотні ракет": a country without endings is no object where one follows."""
    p = view.scene.phrases[i]
    return p.place is not None and p.place.itself and "datv" in p.cases and any(k > i and {"accs"} & view.scene.phrases[k].cases and not view.scene.phrases[k].preposition for k in after)


def receivers_of(view: View, behind: int = -1) -> tuple[int, ...]:
    """Whom it goes to: a dative, or a country or body behind "до", "в", "на"; of those behind a phrase first, if one is given."""
    if behind >= 0:
        later = replace(view, here=[i for i in view.here if i > behind])
        return receivers_of(later) or receivers_of(view)
    scene = view.scene
    if given := _before_goods(view):
        return given
    for i in view.here:  # "в інтересах армії", "на потреби заводу"
        p = scene.phrases[i]
        if p.preposition in TO and view.is_(scene.words[p.head].lemma, "interest_noun") and is_genitive(view, i + 1) and party(view, scene.phrases[i + 1]):
            return (i + 1,)
    sure = [i for i in view.here if scene.phrases[i].preposition in TO and scene.phrases[i].place is not None and "loct" not in scene.phrases[i].cases]
    for i in view.here:
        p = scene.phrases[i]
        if p.start > 1 and scene.words[p.start - 2].pos == "PRTF" and i + 1 < len(scene.phrases) and scene.phrases[i + 1].start == p.end and i not in sure and sure:
            continue  # "базирующаяся в ОАЭ фирма направляла в Россию"
        if (
            p.preposition in TO
            and not is_time(view, p)
            and (p.preposition != "для" or (p.place is not None and (p.place.itself or goods_name([scene.words[p.head]], scene.language) is None)) or is_body(view, p))
            and (p.place is not None or _called_so(view, p) or is_body(view, p))
            and ("accs" in p.cases or p.preposition not in ("в", "у", "во", "на"))  # "в Росії" is where, not to whom
        ):
            found = chain(view, i)
            return tuple(takewhile(lambda k: party(view, scene.phrases[k]) or scene.phrases[k].place is not None, found)) or (i,)
    for i in view.here:
        p = scene.phrases[i]
        if is_time(view, p):
            continue
        if (
            not p.preposition
            and "datv" in p.cases
            and not {"nomn", "accs"} & p.cases
            and (not is_genitive(view, i) or "gent" not in p.cases)
            and i not in view.subject
            and _given(view, p)
        ):
            return tuple(takewhile(lambda k: _given(view, scene.phrases[k]), chain(view, i))) or (i,)
    if (given := _before_goods(view)):
        return given
    for i in view.here:
        p = scene.phrases[i]
        if (
            _called_so(view, p)
            and p.name is not None
            and not p.preposition
            and "datv" in p.cases
            and i not in view.subject
            and is_body(view, p)
            and p.head < p.name[0]
            and view.clause.verb >= 0
            and p.start > view.clause.verb
        ):
            return (i,)
    return ()


def _given(view: View, p: Phrase) -> bool:
    head = view.scene.words[p.head]
    return party(view, p) or p.place is not None or (head.pos == "NPRO" and head.lemma not in ("ми", "мы", "я", "ви", "вы")) or head.lemma in mapping(view.scene.language, "speaker_nouns") or head.capital or head.proper


def _before_goods(view: View) -> tuple[int, ...]:
    """ "постачання Росії ракет", "поставляет России ракеты": a country between what tells and the goods is given to."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if p.preposition or p.place is None or not p.place.itself or "datv" not in p.cases or i in view.subject or i + 1 >= len(scene.phrases):
            continue
        b = scene.phrases[i + 1]
        tells = i > 0 and scene.phrases[i - 1].end == p.start and any(view.is_(scene.words[scene.phrases[i - 1].head].lemma, g) for g in ("supply_noun", "sold_noun"))
        if b.start == p.end and not b.preposition and b.place is None and (tells or p.start == view.clause.verb + 1):
            return (i,)
        if p.start == view.clause.verb + 1 and any(k > i and "accs" in scene.phrases[k].cases and not scene.phrases[k].preposition for k in view.here):
            return (i,)
    return ()


def is_body(view: View, p: Phrase) -> bool:
    lemma = view.scene.words[p.head].lemma
    return view.is_(lemma, "country_noun") or view.is_(lemma, "party_noun") or mapping(view.scene.language, "speaker_nouns").get(lemma) == "body"


def origin(view: View, at: int) -> tuple[Role, ...]:
    """The country an adjective tells of the goods: "експорт китайських підшипників"."""
    words = view.scene.words
    for k in range(at, min(at + 3, len(view.scene.phrases))):
        p = view.scene.phrases[k]
        if k > at and p.preposition not in ("", "з", "із", "зі", "из", "від", "от"):
            break  # "приціли для російських танків": whose the tanks are
        if p.place is not None and not p.place.itself and p.start < view.clause.end:
            for w in words[p.start : p.head]:
                if country_of(w.lemma, view.scene.language):
                    return (Role("origin", w.start, w.end, countries.name(p.place.iso)),)
    return ()


def givers_of(view: View) -> tuple[int, ...]:
    """Whom it comes from: "з Китаю", "у німецького виробника", "Китаєм"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        named = p.name is not None and not scene.words[p.head].text.isupper()
        if view.subject and i == view.subject[-1] + 1 and p.start <= view.clause.verb and party(view, scene.phrases[view.subject[-1]]):
            continue  # "імпортер «X» із Санкт-Петербурга"
        if i and p.preposition in ("з", "із", "зі", "из", "с", "со") and scene.phrases[i - 1].end == p.start - 1 and (is_body(view, scene.phrases[i - 1]) or scene.words[scene.phrases[i - 1].head].animate) and not scene.phrases[i - 1].place:
            continue  # "була вказана фірма з Мінська"
        if p.preposition in ("из", "з", "із", "зі") and view.is_(scene.words[p.head].lemma, "site_noun"):
            continue  # "из порта X": where it leaves
        if p.preposition in ("у", "с", "со") and p.place is not None and p.place.itself and p.cases & {"loct", "ablt"}:
            continue  # "ввезених у РФ"
        if p.preposition in FROM and not is_time(view, p) and (p.place is not None or named or is_body(view, p)) and "gent" in p.cases:
            return chain(view, i)
    return ()


def bought_in(view: View) -> tuple[int, ...]:
    """ "закуповує верстати в Китаї"."""
    places = [(i, view.scene.phrases[i]) for i in view.here if i not in view.subject and not view.scene.phrases[i].governed and not (i and view.scene.phrases[i - 1].preposition == "через" and view.scene.phrases[i - 1].end == view.scene.phrases[i].start - 1)]
    return next((chain(view, i) for i, p in places if p.preposition in ("в", "у", "на") and p.place is not None and p.place.itself and "loct" in p.cases), ())


def agents_of(view: View) -> tuple[int, ...]:
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if not p.preposition and p.cases == {"ablt"} and view.is_(scene.words[p.head].lemma, "volume_noun") and is_genitive(view, i + 1) and party(view, scene.phrases[i + 1]):
            return (i + 1,)  # "вироблені низкою західних компаній"
        if p.start and p.name is not None and p.name[0] == p.start and scene.words[p.start].latin and scene.words[p.start - 1].pos == "PRTF" and view.passive:
            return (i,)  # "компонентів, вироблених Analog"
        if not p.preposition and p.cases == {"ablt"} and (p.place is not None or p.name is not None or is_body(view, p)):
            return chain(view, i)
    return ()


def through(view: View) -> tuple[Role, ...]:
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if p.preposition == "через":
            if scene.words[p.head].pos == "NPRO":
                return tuple(replace(r, role="via") for r in view.memory.company)
            if p.place is not None or p.name is not None or is_body(view, p):
                return tuple(in_place(view, r) for r in roles_of(view, "via", chain(view, i)))
    return ()


def whose_act(view: View) -> tuple[int, ...]:
    """ "рішення Федеральної ради забороняє": whose decision, decree or law the subject is."""
    for i in view.subject[:1]:
        if view.is_(view.scene.words[view.scene.phrases[i].head].lemma, "act_noun") and is_genitive(view, i + 1) and party(view, view.scene.phrases[i + 1]):
            return (i + 1,)
    return ()


def against(view: View, behind: int = 0) -> tuple[int, ...]:
    """Whom a step or a listing is against: "проти …", "щодо …", "в отношении …"."""
    scene = view.scene
    for i in view.here:
        p = scene.phrases[i]
        if p.start < behind:
            continue
        if view.is_(p.preposition, "against"):
            return chain(view, i)
        if p.preposition in ("в", "у", "по") and scene.words[p.head].lemma in ("отношение", "відношення") and i + 1 < len(scene.phrases) and scene.phrases[i + 1].start - p.end in (0, 1):
            return chain(view, i + 1)
    return ()


def in_place(view: View, role: Role) -> Role:
    """ "посередників у Туреччині": the country belongs to the words."""
    for p in view.scene.phrases:
        first, last = view.scene.words[p.start], view.scene.words[p.end - 1]
        if (p.preposition in ("з", "із", "из") or (p.preposition in ("в", "у") and "loct" in p.cases)) and p.place is not None and p.place.itself and 0 < first.start - role.end <= 4:
            return replace(role, end=last.end)
    return role


def count_of(view: View, roles: tuple[Role, ...], events: tuple[int, ...] = ()) -> Count | None:
    words = view.scene.words
    for i in events:
        p = view.scene.phrases[i]
        for c in view.counts:
            if words[p.start].start - 2 <= c.end <= words[p.head].start:
                return Count(c.min, c.max, c.text, None, words[p.head].text)
    for role in sorted(roles, key=lambda r: r.role == "goods"):  # how many gave or got says more than how much it was
        for c in view.counts:
            if c.end <= role.start and role.start - c.end < 3:
                return Count(c.min, c.max, c.text, role.role, None)
    return None


def value_of(view: View) -> Value | None:
    found = [v for s, e, v in view.values if not any(a < e and s < b for a, b, _ in view.changes)]
    return found[0] if found else None


def party(view: View, p: Phrase) -> bool:
    return (p.place is not None and p.place.itself) or _called_so(view, p) or is_body(view, p)


def _called_so(view: View, p: Phrase) -> bool:
    """A name: with a capital, a figure or Latin letters, where quotation marks could hold any words ("«пару сотен» ракет")."""
    return p.name is not None and not view.scene.words[p.name[0]].text[:1].islower()
