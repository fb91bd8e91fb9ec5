"""``python -m flows``: the command line where no script is installed."""

from flows.cli import main

main()
