"""One module a language: `read(document, reader) -> (claims, mentions)`. `extract.LANGUAGES` has a line for each."""
