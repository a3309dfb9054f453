"""Sample lenders' portfolios made from real, public figures (PROVENANCE.md). Pure."""
