"""The shop as it is run in earnest, on one machine: three webs behind nginx, and all that they need."""
