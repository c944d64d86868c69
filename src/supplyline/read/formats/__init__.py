"""One module per report format; `reports.FORMATS` registers them."""
