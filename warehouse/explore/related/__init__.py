"""What papers of a venue have in common: who is near whom, groups, and a map of all.

Nothing is imported here: scikit-learn takes seconds, and whoever reads the cache needs none of it.
"""
