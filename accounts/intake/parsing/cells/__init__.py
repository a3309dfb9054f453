"""One cell's text → one typed value, or a `CellProblem`. Pure.

Every parser takes the text as the file has it and raises `CellProblem(code, …)` with a code of
`accounts.intake.readers.errors.CELL_TEXTS`.
"""
