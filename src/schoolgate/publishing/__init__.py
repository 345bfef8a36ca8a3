"""What the school says in public, through one gate."""
