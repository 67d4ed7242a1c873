"""What ends together with the process that started it."""

import os
import signal
import threading
import time


def on_signals_to_end(act):
    """Calls `act` at Ctrl-C, SIGTERM and SIGHUP, unless they are ignored, as SIGHUP is under nohup."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: act())


def on_end_of_parent(act):
    """Calls `act` in a thread of its own, at most a second after the parent process is gone.

    The variable UDL_PARENT has the parent's process id: it may be gone before this is called.
    """
    parent = os.environ.get("UDL_PARENT")
    if parent is None or os.name == "nt":
        return

    def watch():
        while os.getppid() == int(parent):
            time.sleep(0.5)
        act()

    threading.Thread(target=watch, daemon=True).start()
