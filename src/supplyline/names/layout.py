"""How do words and names lie in arrays?

Words and names come as numbers: `Lexis` holds what is to be known of words, `Side` names and their readings, by the
columns below. `store` fills them, `pairwise` and `kernel` read them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

MOST_WORDS, MOST_LETTERS, MOST_WHOLE = 48, 64, 512  # of a name that is compared here; longer ones are left to `compare`
# Columns of the tables of words, names and readings; of words first what every comparison looks at.
WORD_COLUMNS = 32  # a row is two lines of a processor's memory
KEY, KIND, SCRIPT, FLAGS, SPELLED, FOLDED, TS, RN, EAST, GIVEN, SIZE, F_SIZE, MORE, F_MORE, FIRST, SHOWN, AT, F_AT, S_AT, S_SIZE, S_MORE, WAYS, WAYS_N, CHARS, CHARS_N, K_AT, K_SIZE, J_AT, J_SIZE, E_MORE, E_SIZE = range(31)  # fmt: skip
BAG, F_BAG, E_BAG, S_BAG, BEGINS, LETTERS, OWN, READ = range(8)
N_READS, N_READS_N, N_TEXT, N_TEXT_N, N_FOLDED, N_ASIDE, N_ASIDE_N, N_HARD = range(8)
R_TOKENS, R_TOKENS_N, R_PART, R_WORTH, R_CODES, R_NUMS, R_NUMS_N, R_WHOLE, R_WHOLE_N, R_SHOWN, R_SHOWN_N, R_FAMILIES, R_SCRIPT = range(13)
WORD, CONCEPT, NUMBER, INITIAL = range(4)
ALONE, LOSSY, HAN, OWN_LETTERS, FATHERS, PLACE, BARE = 1, 2, 4, 8, 16, 32, 64
PARTS = ("whole", "outside", "aka", "inside")
NONE, SAME, TRANSLATED, ALIKE, BY_INITIAL, FORM, JOINED, ACRONYM = range(8)


class Lexis(NamedTuple):
    """Words by number, by the columns above. What `more` holds points into `pool`, letters end to end, or into itself: of
    each word the ways to write it (from, size), and of each character that Korean or Japanese reads where its readings are
    (from, to, of both languages)."""

    ints: Any
    bits: Any
    weight: Any
    pool: Any
    more: Any


class Side(NamedTuple):
    """Names by number, and their readings; what these point to stands in `items` (words, numbers, signs) and `letters`."""

    names: Any
    reads: Any
    items: Any
    letters: Any


class Work(NamedTuple):
    """What a comparison writes on: few arrays, since each is handed on in full with every call."""

    masks: Any
    sets: Any
    floats: Any
    ints: Any
    letters: Any


# Rows of `sets`, `floats` and `ints`: of the pairs of words that are met which they are, how alike and how.
LEFT, RIGHT, USED, STATE = 0, 1, 2, 4
SIMS, MET, BITS, BEST, FIGURES, KEPT = 0, 1, 2, 3, 5, 6
ROWS, PLACE_I, PLACE_J, PLACE_HOW, HOW, PLACES, FREE, LAST = 0, 3, 4, 5, 6, 7, 8, 9
FOLD, OTHER = 256, 512  # in `letters`, after the words run together
# In `ints`, of the readings that were held against each other last: which, was there a choice of them, how many pairs of words,
# and the words left.
LAST_R, LAST_Q, LAST_CHOICE, LAST_PAIRS, LAST_LEFT, LAST_RIGHT = range(6)
# How two readings were held against each other, in whole numbers one after another: are the sides swapped, which of the readings
# of the name asked for and which of all others, the words left on either side as bits, how many pairs; then of each pair its
# words as bits and how they are met.
T_SWAPPED, T_OWN, T_OTHER, T_LEFT, T_RIGHT, T_PAIRS, T_HEAD = range(7)
T_PAIR = 3


def work() -> Work:
    most = MOST_WORDS**2
    return Work(
        np.zeros((128, 8), np.uint64), np.zeros((5, 2 * MOST_WORDS), np.uint64), np.zeros((7, most)), np.zeros((10, most), np.int64),
        np.zeros(768, np.uint8),
    )  # fmt: skip
