"""How sure the network has to be of what is taken from it.

Set where frames and roles came out best on press sets q, r, s and t, and kept where u and v gained too, and the other way round
(docs/model-card-frames.md). A chance is in [0, 1]; `FRAME` and `ALONE` are what `added.sure` gives.
"""

FRAME = 3.5  # a frame of two roles
ALONE = 4.0  # one of which the network sees a single role
SIZE = 100  # characters of evidence that speak as much for a frame as odds of e to 1: short ones are often wrong
FIRST, SECOND = 0.3, 0.1  # weights of its two surest roles beside the evidence, which weighs 1

ROLE = 0.7  # a filler of an added frame
ROLES = {"supplier": 0.95, "authority": 0.9, "target": 0.8, "goods": 0.8, "recipient": 0.8}  # whom it takes for a supplier mostly passes goods on or gets them

FILL = 0.97  # a filler beside those of a rule
ALSO = {"reason": 0.6, "supplier": 0.75, "target": 0.8, "partner": 0.8, "field": 0.8}  # these roles it tells better than the rules
# Where it marks a filler of the rules with other bounds, or as several, their words give way to its own.
BOUNDS = {"reason": 0.6, "supplier": 0.75, "recipient": 0.75, "target": 0.75, "goods": 0.75, "measure": 0.75, "reporter": 0.75}

# A frame and a filler of the rules are not told where no piece of them is seen in their part at all.
FRAME_SEEN, ROLE_SEEN = 0.02, 0.05

# What is read in a gloss. Set on 36 press texts in three languages (docs/quality.md), one at a time, where all three gained or none lost.
GLOSSED = 2.5  # a frame, as FRAME
GLOSSED_ALONE = 3.5  # one of which a single role is seen
GLOSSED_ROLE = 0.6  # a filler of an added frame
GLOSSED_FILL = 0.9  # a filler beside those of a rule
GLOSSED_FRAME_SEEN, GLOSSED_ROLE_SEEN = 0.3, 0.05
GLOSSED_SAID = 0.7  # a saying
