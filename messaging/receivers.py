"""What messaging does, in the same transaction, when accounts changes something."""
