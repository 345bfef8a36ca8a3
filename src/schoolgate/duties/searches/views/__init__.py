"""The pages of recruitment searches."""
