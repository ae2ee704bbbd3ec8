"""``python -m dean06.config``: the ``dean06`` command for those who start it by interpreter, as the demo does."""

import sys

from dean06.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
