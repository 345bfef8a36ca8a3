"""The guide for families, from the policy in force: who was given it, when."""
