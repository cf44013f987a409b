"""Which version of the shop this is, as `pyproject.toml` says it."""

VERSION = "0.1.0"
