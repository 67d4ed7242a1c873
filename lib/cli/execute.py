"""Executes one notebook through its kernel and writes it, executed, with its page.

Usage: execute.py NOTEBOOK FOLDER

FOLDER gets notebook.ipynb and index.html. Standard output gets one JSON object a line: the share of
cells that are done, and the progress that a running cell shows. Exit code: 0, 1 where a cell failed.
A verdict that is not the declared one fails a cell, too, but those after it are still run.
"""

import contextlib
import json
import os
import queue
import re
import signal
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete, CellExecutionError
from nbconvert import HTMLExporter

FACTS = "application/vnd.chapter20+json"


def tell(**event):
    print(json.dumps(event), flush=True)


class Client(NotebookClient):
    """A client that reports progress: cells that end, and progress lines inside of them."""

    done = 0

    def process_message(self, msg, cell, cell_index):
        content = msg["content"]
        facts = content.get("data", {}).get(FACTS, {}) if isinstance(content, dict) else {}
        if "progress" in facts:
            count = sum(c.cell_type == "code" for c in self.nb.cells)
            tell(share=(self.done + facts["progress"]) / count, text=facts["text"])
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
        process = getattr(getattr(self.km, "provisioner", None), "process", None)
        if process is not None:
            process.kill()


def write(path, text):
    temporary = f"{path}.{os.getpid()}.tmp"
    with open(temporary, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(temporary, path)


def clean(notebook):
    """Keeps what a rerun repeats: no times, no ids, no outputs from before."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None


def page(notebook):
    """The notebook as HTML. Its title is the first heading, as lib/cli/catalogue.ts reads it."""
    text = "\n".join(cell.source for cell in notebook.cells)
    heading = re.search(r"^# (.*)$", text, re.MULTILINE)
    exporter = HTMLExporter(template_file=os.path.join(os.path.dirname(__file__), "page.html.j2"))
    resources = {"metadata": {"name": heading[1] if heading else ""}}
    html, _ = exporter.from_notebook_node(notebook, resources)
    return html


def main(path, folder):
    notebook = nbformat.read(path, as_version=4)
    clean(notebook)
    here = {"metadata": {"path": os.path.dirname(path)}}
    options = {"timeout": None, "record_timing": False, "allow_error_names": ["AssertionError"]}
    client = Client(notebook, kernel_name="deno", resources=here, **options)
    client.on_cell_executed = client.executed
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        client.execute()
    except CellExecutionError:
        pass  # it is among the outputs
    except BaseException:
        client.kill()
        raise
    os.makedirs(folder, exist_ok=True)
    write(os.path.join(folder, "notebook.ipynb"), nbformat.writes(notebook) + "\n")
    write(os.path.join(folder, "index.html"), page(notebook))
    return int(any(o.output_type == "error" for c in notebook.cells for o in c.get("outputs", [])))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
