"""The audit trail as sentences: who did what to whom."""
