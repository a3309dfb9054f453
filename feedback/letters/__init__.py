"""Letters to people who complained: templates under four eyes, each letter kept as it was sent."""
