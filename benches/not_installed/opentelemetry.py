"""Production does not install it; here, where development does, the shop is to find it no more than there."""

raise ImportError("hidden by benches/not_installed")
