"""Questions to the published tables. Nothing here writes."""
