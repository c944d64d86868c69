"""A small case written for the tests: reports, a list and a trade table, with nothing of others."""

from __future__ import annotations

from pathlib import Path

from supplyline.case import store
from supplyline.case.store import Addition, Case

REPORTS = [
    Addition(
        b"China has supplied machine tools, gunpowder and special chemicals to at least 20 Russian military "
        b"factories, Oleh Ivashchenko, head of the Foreign Intelligence Service, told Ukrinform on May 26. "
        b'He said: "We have confirmed data on six large shipments of special chemicals in 2024."\n',
        "one.txt",
        published="2025-05-26",
        publisher="Ukrinform",
    ),
    Addition(
        b"Kyiv says Beijing supplies Russian arms makers. According to Oleh Ivashchenko, China supplied machine "
        b"tools and gunpowder to 20 Russian factories. A spokesman for the Chinese foreign ministry denied that "
        b"China has supplied weapons to any party of the conflict.\n",
        "two.txt",
        published="2025-05-27",
        publisher="Example Daily",
    ),
    Addition(
        b"The United States sanctioned Northwind Precision Tools Co. and 20 other companies on May 1, 2024, the "
        b"Treasury Department said. Northwind Precision Tools Co. shipped CNC machines to a plant in Kazan, the "
        b"statement said.\n",
        "three.txt",
        published="2024-05-01",
        publisher="Example Gazette",
    ),
    Addition(
        b"<html><head><title>Exports rose</title></head><body><article><p>Exports of nitrocellulose from China to "
        b"Russia rose by 70 percent in 2022, customs data show. Harbin Blue River Chemical Ltd supplied "
        b"nitrocellulose to a gunpowder plant, two officials said.</p><p>The company denied the report and said "
        b"that it has never exported explosives to Russia.</p></article></body></html>",
        "four.html",
        published="2024-02-10",
        publisher="Example Wire",
    ),
]

LIST = Addition(
    b"name,type,programme,listed\n"
    b"Northwind Precision Tools Co.,Company,EXAMPLE-14,2024-05-01\n"
    b"Harbin Blue River Chemical Limited,Company,EXAMPLE-14,2024-08-23\n"
    b"Ivan Sidorenko,Person,EXAMPLE-9,2023-02-24\n"
    + b"".join(f"Example Shipping Line {n} Ltd.,Company,EXAMPLE-3,2022-03-0{n}\n".encode() for n in range(1, 10)),
    "example_list.csv",
    role="list",
    published="2024-09-01",
    mapping={
        "name": "name", "type": "type", "programme": "programme", "date": "listed", "list": "xx_example",
        "title": "Example list", "jurisdiction": "XX",
    },
)

TRADE = Addition(
    b"reporter,partner,flow,hs,period,value,weight\n"
    b"China,Russia,export,391220,2021,100000,1000\n"
    b"China,Russia,export,391220,2022,170000,1700\n"
    b"Russia,China,import,391220,2022,900000,9000\n",
    "trade.csv",
    role="trade",
)

EVERYTHING = [*REPORTS, LIST, TRADE]


def many(number: int) -> list[Addition]:
    """Reports that differ in little, as outlets' copies do."""
    base = REPORTS[0]
    return [
        Addition(base.data + f"Copy {i}.\n".encode(), f"copy{i:05}.txt", published="2025-05-28", publisher=f"Outlet {i % 7}")
        for i in range(number)
    ]


def make(path: Path, additions: list[Addition]) -> Case:
    case = store.create(path)
    case.add_originals(additions)
    return case
