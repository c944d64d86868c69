"""How do people read a case in a browser, and programs over HTTP?

`index` makes a reading index of a snapshot (an SQLite file in the cache: rows by id, full text, names, the review
queue), `shelf` reads it, `live` swaps it when a new build is whole, `app` has the routes, `guard` the rules that every
request meets. The only thing that is ever written is a decision, by the code of `supplyline decide`.
"""
