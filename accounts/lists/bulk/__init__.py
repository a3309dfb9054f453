"""One act on many rows: which acts there are (acts), and carrying one out row by row (jobs)."""
