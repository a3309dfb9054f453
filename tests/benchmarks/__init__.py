"""`make bench`: the numbers of DESIGN 8, each beside the floor it is measured against.

Floor and product run in the same process on the same rows, one after the other, so that the ratio
means something on any machine. All guards are on, and final states are checked: a number whose rows
are wrong is an error, not a number.
"""
