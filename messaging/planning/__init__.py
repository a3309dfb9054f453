"""From loans due to the candidates of a lender's day, each with its verdict (DESIGN 1, 5)."""
