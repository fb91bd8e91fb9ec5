"""Which Semantic Scholar record is which paper: block, features, score, decide. Pure functions."""
