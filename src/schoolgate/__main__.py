"""`python -m schoolgate` is the `schoolgate` command."""

import sys

from schoolgate.cli import main

sys.exit(main())
