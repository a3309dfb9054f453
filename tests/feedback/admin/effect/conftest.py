from tests.feedback.effect.conftest import assigned, lender, paid, version

__all__ = ["assigned", "lender", "paid", "version"]
