"""Wires the apps together. Others import only `config.clock`, at entry points."""
