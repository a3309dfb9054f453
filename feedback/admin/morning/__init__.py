"""The morning's page and what it links to."""
