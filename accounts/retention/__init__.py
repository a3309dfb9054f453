"""How long values are kept, and how they go: periods, legal holds, runs; the act itself is the
database's (`sql`)."""
