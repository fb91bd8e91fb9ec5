"""Which papers are already cited, and how they rank. Pure functions."""
