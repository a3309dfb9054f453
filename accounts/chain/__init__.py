"""The sealed chain: rows written once, under a signature that the database cannot make.

`leaves`, `merkle`, `links`, `signing` and `snapshots` are arithmetic and know no table; `sealer`
writes the chain, `publishing` carries its heads out of the database, `verifying` reads it again.
"""
