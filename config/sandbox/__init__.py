"""What exists only in a sandbox: the clock that can be set, the sample, the reset."""
