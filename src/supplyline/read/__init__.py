"""Bytes -> Document | ListFile | trade rows.

`reports` reads reports, `expand` finds files in folders, archives and mails, `lists` reads sanctions
lists and registers, `trade` reads statistics. A new format is one new module and one line.
"""
