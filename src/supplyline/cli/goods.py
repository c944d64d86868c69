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
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What the goods are called, in English, Ukrainian, Russian or Chinese.")] = None,
    groups: Annotated[bool, typer.Option("--groups", help="List the groups of goods instead, whose ids every --hs takes: tiers of the Common High Priority List, control lists, chapters of chemicals and others.")] = False,
    json_: Json = False,
) -> None:
    """Which customs codes (HS 2022) does a phrase mean? Best first, each with its reasons and groups.

    A reading aid, never a legal classification. What stands before "for" names the goods. A code of two digits is a
    chapter: the words tell no more. Words that name no goods ("equipment") give nothing. No case is needed.

    Example: supplyline goods "CNC lathes" · supplyline goods "electronic components for drones" ·
    supplyline goods "станки с ЧПУ" · supplyline goods "数控机床" --json · supplyline goods --groups
    """  # fmt: skip
    if groups:
        _groups(json_)
        return
    if text is None:
        raise typer.BadParameter("say what the goods are called, or --groups")
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


def _groups(json_: bool) -> None:
    from supplyline.trade import tree

    for group in (*tree.groups(), *tree.sets()):
        if json_:
            show.row(group)
        else:
            first = ", ".join(group.prefixes[:5]) + (f" and {len(group.prefixes) - 5:,} more" if len(group.prefixes) > 5 else "")
            print(f"{group.id:28}{group.name}: HS {first}")
