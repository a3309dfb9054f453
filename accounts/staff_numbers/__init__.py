"""Colleagues' own numbers, to which texts are sent to be looked at, and nothing else."""
