"""Why a cell cannot be taken."""


class CellProblem(Exception):
    """`code` is a key of `CELL_TEXTS`; `params` are limits, never the cell's own text."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
