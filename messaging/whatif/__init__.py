"""What if: the last thirty days decided again under a policy that is asked to be approved."""
