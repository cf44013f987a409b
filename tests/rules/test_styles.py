"""No style sheet has a class that no page uses."""

import re
import subprocess
from pathlib import Path

from tests.rules.styles import unused

ROOT = Path(__file__).resolve().parent.parent.parent
# Bands, gaps and widths of the seat map by number, messages by level, barcodes by type; Stripe's own.
MADE = re.compile(r"[bgw]\d+|message-(error|warning|success|info)|barcode-\w+|StripeElement--focus|errorlist")
# Django's own pages; and a swatch for each colour of a brand, by its name.
OTHERWISE_NAMED = {"static/staff.css", "static/style.css"}


def test_every_class_of_every_style_sheet_is_said_by_somebody():
    assert unused(ROOT, made=MADE, besides=OTHERWISE_NAMED) == []


def test_a_class_that_nobody_uses_is_named(tmp_path):
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "shop.css").write_text(
        "@media (width > 1.5rem) { .card > .old, .w7 { margin: 0.5rem } /* .note */ }"
    )
    (tmp_path / "static" / "shop.js").write_text('"card"')
    assert unused(tmp_path, made=re.compile(r"w\d+"), besides=set()) == ["static/shop.css: .old"]
