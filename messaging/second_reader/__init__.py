"""What the second readers of replies and of wording share: weights, and how they add up."""
