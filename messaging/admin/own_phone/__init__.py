"""The telephone of one's own, and a text sent to it."""
