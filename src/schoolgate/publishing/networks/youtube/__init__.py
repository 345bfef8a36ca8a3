"""YouTube: one film a post, in public or only for who has its address."""
