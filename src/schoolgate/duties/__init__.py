"""Everything owed."""
