"""Counts and citing works: how many cite a paper, who, and since when. Pure functions."""
