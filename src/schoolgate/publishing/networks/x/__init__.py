"""X: short posts, where machines pay for each request."""
