"""The pages of the policy wing."""
