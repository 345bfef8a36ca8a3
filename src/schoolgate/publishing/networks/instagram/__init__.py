"""Instagram, by its professional accounts."""
