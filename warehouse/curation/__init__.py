"""What people decided, kept for good."""
