"""What core systems call: keys, who calls, repeated calls, refusals as problem details."""
