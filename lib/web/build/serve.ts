/** MIME types by the endings of names. */
const types: Readonly<Record<string, string>> = {
  css: "text/css",
  csv: "text/csv",
  gz: "application/octet-stream", // so that no server and no browser unpacks it by itself
  html: "text/html; charset=utf-8",
  ipynb: "application/json",
  js: "text/javascript",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
};

/** The path of the file that an address asks for; undefined if it leads out of the folder or is none. */
function pathOf(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
    return path.split(/[/\\]/).includes("..") ? undefined : path;
  } catch {
    return undefined;
  }
}

async function answer(folder: string, request: Request): Promise<Response> {
  const path = pathOf(new URL(request.url).pathname);
  if (path === undefined) return new Response("no such file", { status: 404 });
  try {
    const content = await Deno.readFile(folder + path);
    const type = types[/[^.]*$/.exec(path)![0]] ?? "application/octet-stream";
    return new Response(content, {
      headers: { "content-type": type, "cache-control": "no-cache" }, // the page may be built again
    });
  } catch {
    return new Response("no such file", { status: 404 });
  }
}

/**
 * Serves the files of a folder to this machine alone; port 0 is any free one.
 *
 * @throws {Error} If the port is in use.
 */
export function serveFolder(
  folder: string,
  port: number,
  onListen: (address: string) => void,
): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({
    hostname: "127.0.0.1",
    port,
    onListen: (bound) => onListen(`http://127.0.0.1:${bound.port}/`),
  }, (request) => answer(folder, request));
}
