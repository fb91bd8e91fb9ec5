"""The curation page: a queue, the evidence, and decisions that are never lost."""
