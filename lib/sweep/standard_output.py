"""Standard output as a stream of messages, a JSON object a line, to the process that started this one."""

import json
import os
import sys


def tell(**message):
    print(json.dumps(message), flush=True)


def keep_standard_output():
    """Leaves it to this process alone: processes that this one starts would write there, too."""
    own = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = os.fdopen(own, "w", encoding="utf-8")
