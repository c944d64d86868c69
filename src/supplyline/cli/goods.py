"""Goods in words to codes of the Harmonized System."""

from __future__ import annotations

from typing import Annotated

import typer

from supplyline.cli import show
from supplyline.cli.args import Json
from supplyline.cli.guard import command


def register(app: typer.Typer) -> None:
    command(app)(goods)


def goods(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What the goods are called, in English, Ukrainian, Russian or Chinese.")],
    json_: Json = False,
) -> None:
    """Which customs codes (HS 2022) does a phrase mean? Best first, each with its reasons and groups.

    A reading aid, never a legal classification. What stands before "for" names the goods. A code of two digits is a
    chapter: the words tell no more. Words that name no goods ("equipment") give nothing. No case is needed.

    Example: supplyline goods "CNC lathes" · supplyline goods "electronic components for drones" ·
    supplyline goods "станки с ЧПУ" · supplyline goods "数控机床" --json
    """  # fmt: skip
    from supplyline.trade.goods import rank

    found = rank(text)
    if not found:
        show.tell(f"no code: no word of “{text.strip()[:60]}” names goods that are known here; try the goods alone, without makers and uses")
        return
    for answer in found:
        if json_:
            show.row(answer)
            continue
        print(f"{answer.code:6}  {answer.text[:100]}")
        for reason in answer.reasons:
            print(f"        {reason}")
        if answer.groups:
            print(f"        groups: {', '.join(answer.groups)}")
