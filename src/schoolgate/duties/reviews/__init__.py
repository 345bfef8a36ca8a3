"""Reviews and checks: of the policy, of filtering and monitoring, of every protection the policy claims."""
