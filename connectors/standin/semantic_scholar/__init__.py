"""Semantic Scholar, Graph and Datasets API, as the stand-in answers for them."""
