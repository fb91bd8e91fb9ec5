"""Pages become rows: venues, papers, authorships, reviews, records, rejects. Pure functions."""
