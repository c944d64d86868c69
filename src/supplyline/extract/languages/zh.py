"""Chinese, simplified and traditional: words in data/zh/, rules in extract/chinese."""

from __future__ import annotations

from supplyline.extract.chinese import read

__all__ = ["read"]
