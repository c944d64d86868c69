"""Which parties does a clause leave out that the text told before?

`named` resolves "компанія", "вони", "замовник" to whom the memory holds; `filled` takes of two parties told of before the one that is missing.
"""

from __future__ import annotations

from dataclasses import replace

from supplyline.extract.slavic.view import Role, View

Roles = tuple[Role, ...]
BUYERS = ("заказчик", "покупатель", "получатель", "замовник", "покупець", "отримувач", "одержувач")
THEM = (*BUYERS, "підприємство", "предприятие", "завод", "компанія", "компания", "фірма", "фирма", "концерн", "холдинг", "корпорація", "корпорация", "виробник", "производитель", "постачальник", "поставщик")


def named(view: View, roles: Roles) -> Roles:
    """ "компанія" alone is the last company told of, "ці компанії" those listed last."""
    words = view.scene.text[roles[0].start : roles[0].end].lower() if len(roles) == 1 else ""
    if words in ("він", "вона", "воно", "он", "она", "оно", "ним", "нею", "їй", "йому", "ей", "ему") and view.memory.subject:
        return tuple(replace(r, role=roles[0].role) for r in view.memory.subject)
    if words in ("ми", "мы", "нам", "нас", "я", "мені", "мне", "це", "это"):
        return ()
    if words in ("компанії", "компании", "фірми", "фирмы", "підприємства", "предприятия", "вони", "они") and view.memory.targets:
        return tuple(replace(r, role=roles[0].role) for r in view.memory.targets)
    if words in ("вони", "они", "ті", "те") and (view.memory.supplier or view.memory.subject):
        return tuple(replace(r, role=roles[0].role) for r in view.memory.supplier or view.memory.subject)
    if len(roles) == 1 and words in THEM:
        told = view.memory.recipient if roles[0].role == "recipient" else view.memory.supplier if roles[0].role == "supplier" else ()
        if len(told) == 1 and (told[0].name is None or words in BUYERS) and told[0].end < roles[0].start:
            return tuple(replace(r, role=roles[0].role) for r in told)  # "предприятие": the plant that buys
    if words in ("компанія", "компания", "фірма", "фирма", "вона", "она") and view.memory.company:
        return tuple(replace(r, role=roles[0].role) for r in view.memory.company)
    return roles


def filled(view: View, supplier: Roles, recipient: Roles) -> tuple[Roles, Roles]:
    """Of the two parties told of before, the one that the clause leaves out."""
    before = (view.memory.supplier, view.memory.recipient)
    if supplier and not recipient:
        if _same(supplier, before[0]):
            recipient = before[1]
        elif _same(supplier, before[1]):
            recipient = tuple(replace(r, role="recipient") for r in before[0])
    elif recipient and not supplier:
        if _same(recipient, before[1]):
            supplier = before[0]
        elif _same(recipient, before[0]):
            supplier = tuple(replace(r, role="supplier") for r in before[1])
    if supplier and not recipient and before[1] and not _same(supplier, before[1]):
        recipient = before[1]
    return supplier, recipient


def _same(one: Roles, two: Roles) -> bool:
    return bool(one and two) and one[0].name is not None and one[0].name == two[0].name
