"""`python -m thoracic_lib` is the `thoracic` command."""

import sys

from thoracic_lib.cli import main

if __name__ == "__main__":
    sys.exit(main())
