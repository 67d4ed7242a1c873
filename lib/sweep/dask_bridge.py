"""Carries the points of a sweep to a Dask cluster, and their outcomes back.

Standard input and output have a JSON value a line: first the cluster's address and the plugin for its
workers, then lists of points; out come the cluster's state, news, outcomes, and the sentence why it
cannot go on. The end of the input stops what is running, and this process.
"""

import asyncio
import contextlib
import io
import json
import logging
import os
import pathlib
import signal
import sys
import zipfile

from standard_output import keep_standard_output, tell

# Seconds in which a scheduler has to answer.
PATIENCE = 10


class Failure(Exception):
    """Why the sweep cannot go on; has the problem and its remedy."""


try:
    import cloudpickle
    import dask_plugin
    from distributed import Client, LocalCluster, get_worker
except ImportError as error:
    remedy = "Start `deno task figures` or `deno task lab` with UDL_CLUSTER set: that installs it."
    tell(type="failed", problem=f"Dask is not complete in .venv ({error}).", remedy=remedy)
    sys.exit(0)


async def messages():
    """The messages on standard input; a thread waits for them, since one may be long."""
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        yield json.loads(line)


def archive(root):
    """The code of the project, for workers that do not see its folder."""
    folder = pathlib.Path(root)
    files = [path for path in sorted(folder.glob("lib/**/*")) if "__pycache__" not in path.parts]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for path in [folder / "deno.json", folder / "deno.lock", *files]:
            # Equal code makes an equal archive: times would differ.
            if path.is_file():
                target.writestr(zipfile.ZipInfo(str(path.relative_to(folder))), path.read_bytes())
    return buffer.getvalue()


def address_in(path):
    """The address in a file that a scheduler has written."""
    try:
        return json.loads(pathlib.Path(path).read_text())["address"]
    except (ValueError, LookupError, TypeError) as error:
        remedy = "Give the one that `dask scheduler --scheduler-file FILE` writes."
        raise Failure(f"{path} is no file of a Dask scheduler.", remedy) from error


@contextlib.asynccontextmanager
async def connect(address):
    """A client of the scheduler at an address, or of a cluster of its own on this machine."""
    kind, _, count = address.partition(":")
    options = {"asynchronous": True, "timeout": PATIENCE}
    async with contextlib.AsyncExitStack() as stack:
        if kind == "local":
            own = LocalCluster(
                n_workers=int(count),
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
                asynchronous=True,
            )
            options["address"] = await stack.enter_async_context(own)
        else:
            options["address"] = address
        try:
            client = await stack.enter_async_context(Client(**options))
        except OSError as error:
            remedy = "Start one there, or give the address of another."
            raise Failure(f"No Dask scheduler answers at {address}.", remedy) from error
        yield client


# Dask sends functions of a main module along; the scheduler would look for those of another one.
async def prepare_worker(name, dask_worker):
    """Has a worker start its first process; returns its matrix product, or why it cannot."""
    plugin = dask_worker.plugins[name]
    return await asyncio.to_thread(plugin.answer, plugin.prepare)


def compute_on_worker(key, point, name):
    """Computes a point on the worker that runs this task; returns the outcome, or why it cannot."""
    worker = get_worker()
    plugin = worker.plugins[name]
    return plugin.answer(plugin.compute, worker.get_current_task(), key, point)


async def prepare(client, plugin):
    """Gives the workers their plugin; returns what they multiply matrices with."""
    await client.register_plugin(plugin, plugin.name)
    answers = await client.run(prepare_worker, plugin.name, on_error="return")
    for worker, answer in answers.items():
        if isinstance(answer, Exception):
            remedy = "See the log of that worker."
            raise Failure(f"The worker {worker} cannot compute ({answer}).", remedy)
        if "problem" in answer:
            raise Failure(answer["problem"], answer["remedy"])
    return sorted({answer["backend"] for answer in answers.values()})


async def watch(client):
    """Tells how many workers there are; returns when the scheduler is gone."""
    shown = None
    with contextlib.suppress(OSError):
        while client.status == "running":
            threads = await client.nthreads()
            state = {"workers": len(threads), "threads": sum(threads.values())}
            # What is needed to draw a dashboard is not installed with Dask.
            dashboard = "" if client.cluster else client.dashboard_link or ""
            if state != shown:
                tell(type="workers", dashboard=dashboard, **state)
            shown = state
            await asyncio.sleep(1)


def start(client, name, points):
    """Has points computed; returns their keys and what will have their outcomes."""
    keys = [point["key"] for point in points]
    encoded = [point["point"] for point in points]
    # Not a point's key alone: another sweep that computes the same point may stop it.
    tasks = [f"{key}-{name}" for key in keys]
    futures = client.map(compute_on_worker, keys, encoded, name=name, key=tasks, retries=2)
    return zip(keys, futures)


async def finish(client, key, future):
    """Waits for the outcome of a point, and tells it."""
    try:
        answer = await future
    except Exception as error:
        answer = {"outcome": {"type": "died", "message": str(error).split("\n")[0]}}
    finally:
        future.release()  # what Dask keeps, a worker that ends later takes along
    if client.status == "running":
        tell(type="answer", key=key, answer=answer)


async def submit(client, name):
    """Computes the points that standard input names; then ends what the sweep has on the workers."""
    tasks = set()
    async for points in messages():
        for key, future in start(client, name, points):
            task = asyncio.create_task(finish(client, key, future))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    running = list(tasks)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await client.unregister_worker_plugin(name)
    await client.set_metadata([name], None)  # with the checkpoints that the scheduler kept


def pass_on(name, event):
    """Tells the news of this sweep; an event has its time and what was logged."""
    _, news = event
    if news["sweep"] == name:
        tell(**news["message"])


def leave_scheduler(address):
    """Ends this process where the scheduler is gone: a client would wait for it."""
    remedy = "Finished points are kept: start it, and run the sweep again."
    tell(type="failed", problem=f"The Dask scheduler at {address} is gone.", remedy=remedy)
    os._exit(0)


async def main():
    first = await anext(messages())
    address = first["address"]
    if os.path.isfile(address):
        address = address_in(address)
    plugin = dask_plugin.DenoPlugin(**first["plugin"], archive=archive(first["plugin"]["root"]))
    async with connect(address) as client:
        client.subscribe_topic(dask_plugin.TOPIC, lambda event: pass_on(plugin.name, event))
        tell(type="connected", backends=await prepare(client, plugin))
        watching = asyncio.create_task(watch(client))
        submitting = asyncio.create_task(submit(client, plugin.name))
        await asyncio.wait({watching, submitting}, return_when=asyncio.FIRST_COMPLETED)
        if watching.done():
            leave_scheduler(address)
        await submitting


async def tell_failures():
    try:
        await main()
    except Failure as failure:
        problem, remedy = failure.args
        tell(type="failed", problem=problem, remedy=remedy)
    except Exception as error:
        problem = f"The Dask cluster cannot be used ({type(error).__name__}: {error})."
        remedy = "Finished points are kept: mend it, and run the sweep again."
        tell(type="failed", problem=problem, remedy=remedy)


if __name__ == "__main__":
    keep_standard_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for whoever started the sweep
    logging.disable(logging.CRITICAL)
    cloudpickle.register_pickle_by_value(dask_plugin)
    asyncio.run(tell_failures())
