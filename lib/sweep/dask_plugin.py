"""What the workers of a Dask cluster get for a sweep: Deno processes, kept from point to point.

This file is sent to the workers, which need no more than Dask and Deno, and, for speed, an OpenBLAS.
"""

import asyncio
import contextlib
import glob
import hashlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import zipfile

from distributed import get_client
from distributed.diagnostics.plugin import WorkerPlugin

# Seconds that running points have to end on their own after a stop.
GRACE = 2

# The name of all sweeps' news: the scheduler keeps the last of each name for ever.
TOPIC = "chapter20"


class Refused(Exception):
    """A worker that cannot compute the sweep; has the problem and its remedy."""


class Died(Exception):
    """A Deno process that ended by itself."""


def send(process, message):
    process.stdin.write(json.dumps(message).encode() + b"\n")
    process.stdin.flush()


def receive(process):
    """The next message of a Deno process; other lines were printed past its console."""
    for line in process.stdout:
        with contextlib.suppress(ValueError):
            message = json.loads(line)
            if isinstance(message, dict) and "type" in message:
                return message
        sys.stderr.write(line.decode(errors="replace").lstrip("\n"))
    code = process.wait()
    raise Died(f"signal {-code}" if code < 0 else f"exit code {code}")


def close_input(process):
    """Asks a Deno process to stop its point and end."""
    with contextlib.suppress(OSError):
        process.stdin.close()


def find_deno(path, version):
    """The Deno of this version: at the same place as the client's, in this Python's, or on the PATH."""
    own = os.path.join(sysconfig.get_path("scripts"), "deno")
    for candidate in (path, own, shutil.which("deno")):
        with contextlib.suppress(OSError, TypeError):
            text = subprocess.run([candidate, "--version"], capture_output=True, text=True).stdout
            if text.split()[1:2] == [version]:
                return candidate
    raise Refused(f"has no Deno {version}.", f"Install it there: pip install deno=={version}.")


def unpack(archive):
    """The folder with the code of an archive, which is unpacked once on each machine."""
    caches = os.path.join(os.path.expanduser("~"), ".cache", "chapter20")
    folder = os.path.join(caches, hashlib.sha256(archive).hexdigest()[:16])
    if not os.path.isdir(folder):
        os.makedirs(caches, exist_ok=True)
        unfinished = tempfile.mkdtemp(dir=caches)
        zipfile.ZipFile(io.BytesIO(archive)).extractall(unfinished)
        try:
            os.rename(unfinished, folder)
        except OSError:  # another worker was first
            shutil.rmtree(unfinished)
    return folder


def own_openblas():
    """The OpenBLAS of this Python, which code that was unpacked does not find by itself."""
    spec = importlib.util.find_spec("scipy_openblas32")
    if spec is None:
        return []
    return glob.glob(os.path.join(os.path.dirname(spec.origin), "lib", "libscipy_openblas.*"))


class DenoPlugin(WorkerPlugin):
    """Keeps a Deno process for each point that a worker computes at a time."""

    def __init__(self, name, start, root, deno, version, archive):
        self.name = name
        self.start = start  # the first message to each process
        self.root = root  # folder of the project where the sweep was started
        self.deno = deno
        self.version = version
        self.archive = archive  # the project's code, for workers that do not see that folder

    def setup(self, worker):
        self.worker = worker
        self.lock = threading.Lock()
        self.ended = False
        self.command = None
        self.processes = set()
        self.idle = []
        self.running = {}
        self.cancelled = set()

    def tell(self, message):
        """Passes news on to where the sweep was started."""
        self.worker.log_event(TOPIC, {"sweep": self.name, "message": message})

    def choose_code(self):
        """Sets how a process is started: with the code in the shared folder, or what was sent."""
        environment = dict(os.environ, NO_COLOR="1")
        root = self.root
        if not os.path.isfile(os.path.join(root, "lib", "sweep", "child.ts")):
            root = unpack(self.archive)
            environment.setdefault("UDL_CACHE", os.path.join(os.path.dirname(root), "data"))
            for library in own_openblas():
                environment.setdefault("UDL_BLAS", library)
        if not os.path.isdir(self.start["folder"]):
            own = os.path.join(self.worker.local_directory, self.name)
            self.start = dict(self.start, folder=own, sendsCheckpoints=True)
        deno = find_deno(self.deno, self.version)
        arguments = ["run", "--quiet", "--frozen", "-A", os.path.join("lib", "sweep", "child.ts")]
        self.command = {"args": [deno, *arguments], "cwd": root, "env": environment}

    def begin(self):
        """A new process, which has told what it multiplies matrices with."""
        with self.lock:
            if self.ended:
                raise Died("the sweep has ended")
            if self.command is None:
                self.choose_code()
            pipe = subprocess.PIPE
            process = subprocess.Popen(stdin=pipe, stdout=pipe, **self.command)
            self.processes.add(process)
        send(process, {"type": "start", "start": self.start})
        message = receive(process)
        if message["type"] == "refused":
            remedy = "Bring it to the same commit, or hide it from that worker, which then gets a copy."
            raise Refused(f"has other code in {message['root']}.", remedy)
        self.backend = message["backend"]
        return process

    def take(self):
        """A process that computes nothing."""
        while True:
            with self.lock:
                process = self.idle.pop() if self.idle else None
            if process is None:
                return self.begin()
            if process.poll() is None:
                return process
            self.processes.discard(process)

    def prepare(self):
        """Starts the first process; returns what it multiplies matrices with."""
        process = self.take()
        self.idle.append(process)
        return {"backend": self.backend}

    def answer(self, work, *arguments):
        """What a method of this plugin returns, or why the worker cannot do it."""
        try:
            return work(*arguments)
        except Refused as error:
            problem, remedy = error.args
            return {"problem": f"The worker {self.worker.address} {problem}", "remedy": remedy}

    def place_of_checkpoint(self, key):
        """Where the scheduler keeps that of a point: another kernel does not go on from it."""
        return [self.name, f"{key} {self.backend}"]

    def load_checkpoint(self, key):
        """The last checkpoint of a point on any worker; None if there is none, or the folder has it."""
        if not self.start.get("sendsCheckpoints"):
            return None
        return get_client().get_metadata(self.place_of_checkpoint(key), None)

    def keep_checkpoint(self, key, checkpoint):
        get_client().set_metadata(self.place_of_checkpoint(key), checkpoint)

    def compute(self, task, key, point):
        """Computes a point in the task of Dask with this key; returns its outcome."""
        process = self.take()
        self.running[task] = process
        try:
            if task in self.cancelled:
                raise Died("the point was cancelled")
            checkpoint = self.load_checkpoint(key)
            send(process, {"type": "point", "point": point, "checkpoint": checkpoint})
            while True:
                message = receive(process)
                if message["type"] == "checkpoint":
                    checkpoint = message["checkpoint"]
                    self.keep_checkpoint(key, checkpoint)
                elif message["type"] in ("live", "warning"):
                    self.tell(dict(message, key=key))
                else:
                    if checkpoint is not None:
                        self.keep_checkpoint(key, None)
                    self.idle.append(process)
                    return {"outcome": message, "backend": self.backend}
        except (Died, OSError) as error:
            self.processes.discard(process)
            raise Died(f"its Deno process on {self.worker.address} ended: {error}") from None
        finally:
            del self.running[task]

    def transition(self, key, start, finish, **_):
        """Stops a point that is not wanted any more: Dask itself never interrupts a running one."""
        if start != "executing" or finish != "released":
            return
        self.cancelled.add(key)
        process = self.running.get(key)
        if process is not None:
            close_input(process)
            threading.Timer(GRACE, process.kill).start()

    async def teardown(self, worker):
        await asyncio.to_thread(self.end)

    def end(self):
        """Ends all processes; points that are running have some seconds for that."""
        with self.lock:
            self.ended = True
        deadline = time.monotonic() + GRACE
        for process in self.processes:
            close_input(process)
        for process in self.processes:
            try:
                process.wait(max(0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(os.path.join(self.worker.local_directory, self.name), ignore_errors=True)
