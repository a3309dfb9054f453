"""Draft → submitted → approved | rejected → retired, with four eyes (DESIGN 4.6)."""
