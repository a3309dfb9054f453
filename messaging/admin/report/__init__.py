"""The compliance report on its pages."""
