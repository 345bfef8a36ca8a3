"""The pages of requests."""
