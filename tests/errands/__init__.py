"""A kind of duty of the tests' own: an errand, asked of whoever a test says."""
