"""Very many visitors at a shop of three webs on this machine: what a visit costs, and what a copy carries."""
