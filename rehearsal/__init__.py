"""The shop's programs, started together on one machine: for the demo, and for tests of real processes.

It knows commands, ports and environment variables. It imports neither the shop nor the sandbox.
"""
