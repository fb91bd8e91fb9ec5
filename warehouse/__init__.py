"""Pages become tables, tables become answers. No network and no Prefect in this room."""
