"""What is said where a package of the Python environment is missing."""

import os
import sys

INCOMPLETE = 2


def explain_missing_packages():
    """Makes a failed import end this process with a sentence and code 2 in place of a traceback."""
    usual = sys.excepthook

    def explain(kind, error, traceback):
        if not issubclass(kind, ImportError):
            usual(kind, error, traceback)
            return
        remedy = "Delete the folder .venv, and run this command again."
        print(f"The Python packages in .venv are incomplete ({error}). {remedy}", file=sys.stderr)
        sys.stderr.flush()
        os._exit(INCOMPLETE)

    sys.excepthook = explain
