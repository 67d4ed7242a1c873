"""JupyterLab, which ends when its terminal is closed or the process that started it is gone.

Its kernels are processes of their own sessions: only JupyterLab, ending in order, ends them.
"""

import os
import signal
import sys

from packages import explain_missing_packages
from parent import on_end_of_parent

explain_missing_packages()

from jupyterlab.labapp import main


def terminate(*_):
    os.kill(os.getpid(), signal.SIGTERM)  # JupyterLab's own handler ends the kernels, then itself


if __name__ == "__main__":
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none
    if hangup is not None and signal.getsignal(hangup) != signal.SIG_IGN:
        signal.signal(hangup, terminate)
    on_end_of_parent(terminate)
    sys.exit(main())
