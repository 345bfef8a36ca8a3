"""The pages of declarations."""
