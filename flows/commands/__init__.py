"""One module a command. Heavy imports wait until a command runs, so that --help answers at once."""
