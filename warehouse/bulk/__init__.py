"""Which lines of a dataset a warehouse has use for: pure, and quick enough for billions."""
