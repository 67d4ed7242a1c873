"""Runs the Deno kernel for a test, as programs that execute notebooks do.

Usage: kernel_driver.py FOLDER

Standard input has one JSON object a line: the code of a cell, the seconds that it may take, and
optionally a text at whose first output the kernel is interrupted; without code, the kernel is
interrupted while nothing runs. Standard output gets one JSON object a line: the status, the error, the
outputs that came until the kernel said that it is idle, and the seconds since the interrupt. The kernel
ends at the end of the input, and it starts in FOLDER.
"""

import json
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel


def execute(manager, client, code, limit, interrupt_at=None):
    request = client.execute(code)
    deadline = time.monotonic() + limit
    outputs = []
    interrupted = None
    while True:
        try:
            message = client.get_iopub_msg(timeout=max(0, deadline - time.monotonic()))
        except queue.Empty:
            return {"status": "timeout", "outputs": outputs}
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            break
        if kind in ("stream", "display_data", "update_display_data", "execute_result"):
            outputs.append(content.get("data") or {content["name"]: content["text"]})
            if interrupt_at and interrupted is None and interrupt_at in json.dumps(outputs[-1]):
                interrupted = time.monotonic()
                manager.interrupt_kernel()
    while (reply := client.get_shell_msg(timeout=5))["parent_header"].get("msg_id") != request:
        pass
    content = reply["content"]
    return {
        "status": content["status"],
        "error": {"name": content.get("ename"), "message": content.get("evalue")},
        "outputs": outputs,
        "seconds": None if interrupted is None else time.monotonic() - interrupted,
    }


def main(folder):
    manager, client = start_new_kernel(kernel_name="deno", cwd=folder, startup_timeout=30)
    try:
        for line in sys.stdin:
            task = json.loads(line)
            if "code" in task:
                answer = execute(manager, client, **task)
            else:
                manager.interrupt_kernel()
                answer = {}
            print(json.dumps(answer), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
