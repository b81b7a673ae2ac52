"""`python -m bot.rasa train`, `shell`, `test`, `data validate`...: Rasa's own command line without the noise.

Plain `.venv-rasa/bin/rasa` from the repository's root does the same with its warnings and progress bars.
"""

from __future__ import annotations

import os
import sys

from bot.environment import prepare_environment

if __name__ == "__main__":
    prepare_environment(OMP_NUM_THREADS=str(os.cpu_count() or 1), TQDM_DISABLE="1")
    from rasa.__main__ import main

    sys.exit(main())
