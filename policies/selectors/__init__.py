"""What is read out of the policy library."""
