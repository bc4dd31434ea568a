"""Readers of others on what we export; `./run test-interop` installs them, and nothing is run without."""

import os

collect_ignore_glob = [] if "INTEROP" in os.environ else ["test_*.py"]
