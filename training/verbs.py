"""The same text told otherwise: another verb of the same kind, another name of who says it, so that few texts teach many words.

`vary(example, dice, share)` swaps some cues for others that take the same kind of content in the same form, and some sources
that are plain names or pronouns for others. What is swapped is a draw of `dice`.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from training.examples import Example
from training.moved import moved

# Verbs as base, third person, past, -ing; a line for each kind of content they take.
CLAUSE = """say says said saying; warn warns warned warning; claim claims claimed claiming; argue argues argued arguing;
insist insists insisted insisting; note notes noted noting; add adds added adding; explain explains explained explaining;
acknowledge acknowledges acknowledged acknowledging; concede concedes conceded conceding; admit admits admitted admitting;
suggest suggests suggested suggesting; report reports reported reporting; state states stated stating; contend contends contended contending;
maintain maintains maintained maintaining; assert asserts asserted asserting; allege alleges alleged alleging; predict predicts predicted predicting;
conclude concludes concluded concluding; complain complains complained complaining; confirm confirms confirmed confirming;
declare declares declared declaring; believe believes believed believing; think thinks thought thinking; hope hopes hoped hoping;
fear fears feared fearing; doubt doubts doubted doubting; estimate estimates estimated estimating; recall recalls recalled recalling;
write writes wrote writing; reply replies replied replying; respond responds responded responding; find finds found finding;
show shows showed showing; indicate indicates indicated indicating; reveal reveals revealed revealing; stress stresses stressed stressing;
emphasize emphasizes emphasized emphasizing; caution cautions cautioned cautioning; testify testifies testified testifying;
boast boasts boasted boasting; joke jokes joked joking; remark remarks remarked remarking; observe observes observed observing;
deny denies denied denying; dispute disputes disputed disputing; announce announces announced announcing; promise promises promised promising;
agree agrees agreed agreeing; expect expects expected expecting; worry worries worried worrying; tweet tweets tweeted tweeting"""
QUOTE = """say says said saying; add adds added adding; write writes wrote writing; ask asks asked asking; reply replies replied replying;
continue continues continued continuing; declare declares declared declaring; explain explains explained explaining; joke jokes joked joking;
note notes noted noting; warn warns warned warning; recall recalls recalled recalling; conclude concludes concluded concluding;
insist insists insisted insisting; tweet tweets tweeted tweeting; tell tells told telling; respond responds responded responding;
argue argues argued arguing; state states stated stating; complain complains complained complaining; quip quips quipped quipping"""
ACT = """plan plans planned planning; vow vows vowed vowing; promise promises promised promising; refuse refuses refused refusing;
want wants wanted wanting; hope hopes hoped hoping; agree agrees agreed agreeing; threaten threatens threatened threatening; seek seeks sought seeking;
intend intends intended intending; decline declines declined declining; pledge pledges pledged pledging; offer offers offered offering;
propose proposes proposed proposing; claim claims claimed claiming; prefer prefers preferred preferring; decide decides decided deciding;
consent consents consented consenting; undertake undertakes undertook undertaking; volunteer volunteers volunteered volunteering"""
THING = """criticize criticizes criticized criticizing; praise praises praised praising; reject rejects rejected rejecting; support supports supported supporting;
oppose opposes opposed opposing; condemn condemns condemned condemning; welcome welcomes welcomed welcoming; dismiss dismisses dismissed dismissing;
defend defends defended defending; attack attacks attacked attacking; blame blames blamed blaming; question questions questioned questioning;
endorse endorses endorsed endorsing; demand demands demanded demanding; describe describes described describing; acknowledge acknowledges acknowledged acknowledging;
favor favors favored favoring; denounce denounces denounced denouncing; propose proposes proposed proposing; deny denies denied denying;
announce announces announced announcing; back backs backed backing; accuse accuses accused accusing; mock mocks mocked mocking;
slam slams slammed slamming; hail hails hailed hailing; cite cites cited citing; predict predicts predicted predicting; recommend recommends recommended recommending;
applaud applauds applauded applauding; dispute disputes disputed disputing; mention mentions mentioned mentioning; protest protests protested protesting"""
NAMES = ["Alvarez", "Bennett", "Chen", "Davies", "Ekström", "Farouk", "Gupta", "Haddad", "Ivanov", "Jensen", "Kowalski", "Larsen", "Mendoza", "Nakamura", "O'Brien", "Petrov", "Quinn", "Rossi", "Schmidt", "Torres", "Usman", "Varga", "Whitaker", "Xu", "Yilmaz", "Zhang", "Abbott", "Barros", "Castillo", "Dubois", "Eaton", "Fischer", "Garland", "Hughes", "Ibrahim", "Jarvis", "Keller", "Lowell", "Moretti", "Novak", "Okonkwo", "Pereira", "Ramirez", "Silva", "Tanaka", "Underwood", "Volkov", "Walsh", "Young", "Zimmer", "Holloway", "Trent", "Maddox", "Pryor", "Langford", "Sutter", "Beck"]
PRONOUNS = ("he", "she", "they")


def _forms(lines: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(verb.split()) for verb in lines.replace("\n", " ").split(";"))


KINDS = {name: _forms(lines) for name, lines in (("clause", CLAUSE), ("quote", QUOTE), ("act", ACT), ("thing", THING))}


def vary(example: Example, dice: random.Random, share: float) -> Example:
    text, changes = example.text, dict[tuple[int, int], str]()
    for t in example.attributions:
        if len(t.cue) == 1 and t.content and dice.random() < share:
            word = text[slice(*t.cue[0])]
            if other := _other_cue(word, text[slice(*min(t.content))], min(t.content) < t.cue[0], dice):
                changes[t.cue[0]] = other
        for span in t.source:
            if dice.random() < share and (other := _other_name(text[slice(*span)], dice)):
                changes.setdefault(span, other)
    told = tuple(replace(t, stance=None) if changes.keys() & set(t.cue) else t for t in example.attributions)  # another verb, another stance
    return moved(replace(example, attributions=told), changes)


def _other_cue(word: str, content: str, before: bool, dice: random.Random) -> str | None:
    first = content.split()[0].lower()
    if content[0] in "“\"'‘" or before:
        kind = "quote"
    elif first == "that":
        kind = "clause"
    elif first == "to":
        kind = "act"
    elif first in ("the", "a", "an", "his", "her", "its", "their", "any", "such"):
        kind = "thing"
    else:
        return None
    for n in range(4):
        if any(verb[n] == word.lower() for verb in KINDS[kind]):
            if kind == "thing" and any(verb[n] == word.lower() for verb in KINDS["clause"]):
                return None  # "said the plan would fail": the content is a clause
            other = dice.choice(KINDS[kind])[n]
            return other.capitalize() if word[0].isupper() else other
    return None


def _other_name(source: str, dice: random.Random) -> str | None:
    if source in PRONOUNS:
        return dice.choice((*PRONOUNS[:2], dice.choice(NAMES), "Mr. " + dice.choice(NAMES), "Ms. " + dice.choice(NAMES)))
    if match := re.fullmatch(r"((?:Mr|Ms|Mrs|Dr|Sen|Gov|Rep|Gen)\.? )?[A-Z][\w'’-]+( [A-Z][\w'’-]+)?", source):
        if match[0].split()[0] in ("The", "He", "She", "They", "It", "We", "I", "Who", "This", "That", "Some", "Others", "Both", "Each"):
            return None
        return (match[1] or "") + dice.choice(NAMES)
    return None
