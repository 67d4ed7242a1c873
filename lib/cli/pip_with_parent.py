"""pip, which ends when the process that started it is gone: nothing else may install meanwhile."""

import os
import runpy

from parent import on_end_of_parent

if __name__ == "__main__":
    on_end_of_parent(lambda: os._exit(1))
    runpy.run_module("pip", run_name="__main__", alter_sys=True)
