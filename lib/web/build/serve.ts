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

async function answer(folder: string, request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const path = decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  if (path.split(/[/\\]/).includes("..")) return new Response("no such file", { status: 404 });
  try {
    const content = await Deno.readFile(folder + path);
    const type = types[/[^.]*$/.exec(path)![0]] ?? "application/octet-stream";
    return new Response(content, {
      headers: { "content-type": type, "cache-control": "no-cache" },
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
