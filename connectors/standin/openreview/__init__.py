"""OpenReview, API v1 and v2, as the stand-in answers for them."""
