"""The ledger of counts, and what can be read from it. Pure functions."""
