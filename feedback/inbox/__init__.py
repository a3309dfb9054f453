"""The inbox: every reply in a conversation, until somebody has dealt with it."""
