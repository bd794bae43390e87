#!/usr/bin/env python3
"""same_picture.py one.pdf other.pdf: how many tones of their pages, printed by poppler, are more than a rounding apart; -1: other pages."""
import subprocess
import sys

ROUNDING = 2  # of 255
one, other = (subprocess.run(["pdftoppm", "-r", "72", path], check=True, capture_output=True).stdout for path in sys.argv[1:3])
print(sum(abs(a - b) > ROUNDING for a, b in zip(one, other)) if len(one) == len(other) else -1)
