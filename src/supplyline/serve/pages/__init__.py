"""One module a page, or a few that belong together; each has its `ROUTES`: an address and a function of the request and
the build that it reads. What a page shows is in `templates/`."""
