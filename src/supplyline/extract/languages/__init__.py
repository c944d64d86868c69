"""One module a language: `read(document, tagger) -> (claims, mentions)`. `extract.LANGUAGES` has a line for each."""
