"""The world as pages: OpenReview and Semantic Scholar over HTTP, and nothing of tables."""
