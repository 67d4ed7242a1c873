import { ensureEnvironment, jupyterHome } from "lib/cli/environment.ts";

/** A running JupyterLab. */
export interface Lab extends AsyncDisposable {
  /** Address of a notebook in it, alone in a workspace, with the token. */
  address(name: string): string;
}

/** A port of this machine that nothing listens to. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/**
 * Starts the project's JupyterLab on the files of a folder. Settings and the signatures of trusted
 * notebooks are kept in `state`, so a new folder there makes a new user. The signal ends the wait for it.
 */
export async function startLab(folder: string, state: string, signal: AbortSignal): Promise<Lab> {
  const { python } = await ensureEnvironment();
  const [port, token] = [freePort(), crypto.randomUUID()];
  const settings = [
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    `--ServerApp.root_dir=${folder}`,
    `--IdentityProvider.token=${token}`,
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.extension_manager=readonly",
  ];
  if (Deno.build.os !== "windows" && Deno.uid() === 0) settings.push("--allow-root");
  const process = new Deno.Command(python, {
    args: ["-m", "jupyterlab", "--no-browser", ...settings],
    env: { ...await jupyterHome(state), UDL_SCALE: "quick" },
    stdout: "null",
    stderr: "piped", // kept for the error below
  }).spawn();
  const log = new Response(process.stderr).text();
  let ended = false;
  process.status.then(() => ended = true);
  const address = (path: string): string => `http://127.0.0.1:${port}/${path}?token=${token}`;
  const answers = (path: string, init?: RequestInit): Promise<boolean> =>
    fetch(address(path), { signal: AbortSignal.timeout(5000), ...init }).then(async (response) => {
      await response.body?.cancel();
      return response.ok;
    }, () => false);
  const lab: Lab = {
    address: (name) => address(`lab/workspaces/${name}/tree/${name}.ipynb`),
    async [Symbol.asyncDispose]() {
      // This ends the kernels as well, which a signal to the server would leave if it came early.
      if (!await answers("api/shutdown", { method: "POST" }) && !ended) process.kill("SIGTERM");
      const timer = setTimeout(() => process.kill("SIGKILL"), 10_000);
      await process.status;
      clearTimeout(timer);
      await log;
    },
  };
  try {
    while (!await answers("api/status")) {
      signal.throwIfAborted();
      if (ended) throw new Error(`JupyterLab ended: ${await log}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return lab;
  } catch (error) {
    await lab[Symbol.asyncDispose]();
    throw error;
  }
}
