"""Reference servers of providers, in the tests' own process: each speaks its real protocol at the
wire, checks signatures by a second reading of the specification, and fails on command."""
