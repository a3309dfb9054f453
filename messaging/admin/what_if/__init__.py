"""What if: beside a draft that waits for approval, what the last thirty days would have been."""
