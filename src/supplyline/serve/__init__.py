"""How do people read a case in a browser, and programs over HTTP?

`index` makes a reading index of a snapshot (an SQLite file in the cache: rows by id, full text, names, the review
queue), `shelf` reads it, `live` swaps it when a new build is whole, `app` has the routes, `guard` the rules that every
request meets. What is written is a person's: decisions by the code of `supplyline decide`, drafts of briefs and saved views by that of `case.desk`.
"""
