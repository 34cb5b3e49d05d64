"""The close look at the bytes of an upload: pure Python without Django, run in a process of its own (`child`)."""
