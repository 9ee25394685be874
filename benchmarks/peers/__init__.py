"""Other people's tools on the same texts: each runs in a process of its own (protocol.py)."""
