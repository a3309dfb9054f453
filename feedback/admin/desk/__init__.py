"""The supervisor's view of the desk."""
