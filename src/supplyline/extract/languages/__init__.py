"""One module a language: `read(document) -> (claims, mentions)`. `extract.LANGUAGES` has a line for each."""
