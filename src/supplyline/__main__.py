"""`python -m supplyline` is `supplyline`."""

from supplyline.cli import main

main()
