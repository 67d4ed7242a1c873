"""Executes one notebook through its kernel and writes it, executed.

Usage: execute.py NOTEBOOK FOLDER CELLS

CELLS is a JSON list of cells to run in addition, each after the one with the id that it gives.

FOLDER gets notebook.ipynb. Standard output gets one JSON object a line: the share of
cells that are done, and the progress that a running cell shows; at the end the most memory, in bytes,
that the kernel took, where the system tells. Exit code: 0; 5 where a cell failed;
2 where a package is missing; 3 where the kernel died; 4 at any other fault. After the last three, the
last line of standard error is a sentence, and FOLDER is of no use. Python itself ends with 1 where
this program is in error. The kernel never outlives this process, nor this process its parent.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys

try:
    import resource
except ModuleNotFoundError:  # on Windows
    resource = None

from packages import explain_missing_packages
from parent import on_end_of_parent, on_signals_to_end

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sweep"))
from standard_output import keep_standard_output, tell

explain_missing_packages()

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, CellExecutionError, DeadKernelError

FACTS = "application/vnd.chapter20+json"

KERNEL_DIED = 3
OTHER_FAULT = 4
CELL_FAILED = 5
TERMINATED = 143


def within_unit(value):
    """A share as a number in [0, 1]; 0 for what is not a number."""
    number = isinstance(value, (int, float)) and value == value
    return min(1.0, max(0.0, value)) if number else 0.0


class Client(NotebookClient):
    """A client that reports progress: cells that end, and progress lines inside of them."""

    done = 0
    process = None

    async def async_start_new_kernel(self, **arguments):
        # nbclient has just set handlers that ask the kernel to end: a busy one does not answer.
        on_signals_to_end(self.end_at_once)
        on_end_of_parent(self.end_at_once)
        await super().async_start_new_kernel(**arguments)
        self.process = self.km.provisioner.process

    def process_message(self, msg, cell, cell_index):
        content = msg["content"]
        facts = content.get("data", {}).get(FACTS, {}) if isinstance(content, dict) else {}
        if "progress" in facts:
            count = sum(c.cell_type == "code" for c in self.nb.cells)
            share = (self.done + within_unit(facts["progress"])) / count
            tell(share=share, text=str(facts.get("text", "")))
        return super().process_message(msg, cell, cell_index)

    async def executed(self, cell, cell_index, **_):
        self.done += cell.cell_type == "code"
        # The kernel tells that it is idle ahead of its last outputs.
        with contextlib.suppress(queue.Empty):
            while True:
                message = await self.kc.iopub_channel.get_msg(timeout=0.05)
                with contextlib.suppress(CellExecutionComplete):
                    self.process_message(message, cell, cell_index)

    def kill(self):
        """Ends the kernel and the processes that it started: they are a group of their own."""
        if self.process is None:
            return
        if os.name == "nt":
            self.process.kill()
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def end_at_once(self):
        self.kill()
        with contextlib.suppress(Exception):
            self.km.cleanup_connection_file()
        os._exit(TERMINATED)

    def tell_memory(self):
        """The peak of the kernel; the system knows it once the kernel has ended."""
        if self.process is None or resource is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        tell(memory=most if sys.platform == "darwin" else 1024 * most)

    def how_it_ended(self):
        code = None if self.process is None else self.process.poll()
        if code is None:
            return "for an unknown reason"
        return f"signal {-code}" if code < 0 else f"exit code {code}"


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def clean(notebook):
    """Keeps what a rerun repeats: no times, no ids, no outputs from before."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None


def inject(notebook, additions):
    """Inserts cells; the tag is the one that papermill gives to its own."""
    for addition in additions:
        place = [cell.get("id") for cell in notebook.cells].index(addition["after"]) + 1
        cell = nbformat.v4.new_code_cell(
            addition["source"],
            id=f"injected-after-{addition['after']}",
            metadata={"tags": ["injected-parameters"]},
        )
        notebook.cells.insert(place, cell)


def execute(notebook, path, goes_on):
    """Runs the cells, and ends the kernel with all that it started."""
    here = {"metadata": {"path": os.path.dirname(path)}}
    options = {"timeout": None, "record_timing": False, "allow_errors": goes_on}
    client = Client(notebook, kernel_name="deno", resources=here, **options)
    client.on_cell_executed = client.executed
    try:
        client.execute()
    except CellExecutionError:
        pass  # it is among the outputs
    except DeadKernelError as error:
        raise DeadKernelError(f"The kernel died ({client.how_it_ended()}).") from error
    finally:
        client.kill()
        client.tell_memory()


def main(path, folder, cells):
    try:
        notebook = nbformat.read(path, as_version=4)
        clean(notebook)
        additions = json.loads(cells)
        inject(notebook, additions)
        # With other parameters, a claim's cell can fail where that of the table after it does not.
        execute(notebook, path, goes_on=len(additions) > 0)
        os.makedirs(folder, exist_ok=True)
        write(os.path.join(folder, "notebook.ipynb"), nbformat.writes(notebook) + "\n")
    except DeadKernelError as error:
        print(error, file=sys.stderr)
        return KERNEL_DIED
    except OSError as error:
        remedy = "Free some space, or choose another folder with --out."
        print(f"{error.filename or folder}: {error.strerror or error}. {remedy}", file=sys.stderr)
        return OTHER_FAULT
    except Exception as error:
        text = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"The notebook could not be executed ({text}).", file=sys.stderr)
        return OTHER_FAULT
    failed = any(o.output_type == "error" for c in notebook.cells for o in c.get("outputs", []))
    return CELL_FAILED if failed else 0


if __name__ == "__main__":
    keep_standard_output()
    sys.exit(main(*sys.argv[1:]))
