"""Small lists for tests of screening."""

from __future__ import annotations

from pathlib import Path

OFAC_ROW = '{number},"{name}","{kind}","{programme}",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{remarks}"\r\n'
FILLERS = ("ORBITA MACHINE WORKS", "BLUE RIVER FOODS", "DELTA OPTICAL FACTORY", "NORTHERN TIMBER", "GOLDEN HARVEST")
PARTIES = ("KRASNY ZAVOD JSC", "URAL WORKS OF CIVIL AVIATION", *FILLERS)


def sdn(folder: Path, date: str = "2023-03", names: tuple[str, ...] = PARTIES, remarks: str = "Listing Date (EO 14024 Directive 3): 12 May 2023.") -> Path:
    """A file as OFAC writes it."""
    path = folder / f"ofac_sdn_{date}.csv"
    rows = [
        OFAC_ROW.format(number=1000 + PARTIES.index(n) if n in PARTIES else 2000 + k, name=n, kind="-0- ", programme="RUSSIA-EO14024", remarks=remarks)
        for k, n in enumerate(names)
    ]
    rows.append(OFAC_ROW.format(number=3001, name="IVANOV, Ivan Ivanovich", kind="individual", programme="SDGT",
                                remarks="DOB 31 May 1962; nationality Russia; Tax ID No. 7702235133 (Russia)."))  # fmt: skip
    path.write_bytes("".join(rows).encode() + b"\x1a")
    return path


def own_list(folder: Path, rows: tuple[str, ...], name: str = "blocked_2024-01-01.csv") -> Path:
    """A list of one's own: name, country, inn, date."""
    path = folder / name
    path.write_text("id,name,country,inn,date\n" + "".join(f"{row}\n" for row in rows), "utf-8")
    return path
