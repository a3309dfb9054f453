"""python -m tests.one_truth [number of texts] [seed]: writes, reads and judges them."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.one_truth.counting import count  # noqa: E402 - after the set-up

WANTED = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1

found = count(WANTED, seed=SEED)
print(
    f"{found.texts:,} texts, {found.untrue_texts} untrue, {found.blocked} kept back by the product"
)
for (kind, language), number in sorted(found.kinds.items()):
    print(f"  {kind} {language}: {number:,}")
print("  loans told: " + ", ".join(f"{n}: {found.loans[n]:,}" for n in sorted(found.loans)))
print("  read: " + ", ".join(f"{number:,} {what}" for what, number in found.figures.items()))
for wrong, text in found.untrue:
    print("UNTRUE", "; ".join(wrong), "|", text)
sys.exit(bool(found.untrue_texts or found.blocked))
