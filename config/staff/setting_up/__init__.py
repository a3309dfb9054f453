"""From an empty database to the first text: what is missing, who does it, and where."""
