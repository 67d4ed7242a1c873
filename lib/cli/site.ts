import { resolve } from "node:path";
import { main } from "./main.ts";
import { prepareOut } from "./out_folder.ts";
import { parseArguments } from "./parse_arguments.ts";
import { UserError } from "../errors.ts";
import { projectRoot } from "../files.ts";
import { serveFolder } from "../web/build/serve.ts";
import { buildSite } from "../web/build/site.ts";

const usage = `Builds the site of the figures: of those that \`deno task figures\` has finished, and
of the committed ones where it has not.

Usage: deno task site [options]

  --out DIR      folder of the figures; by default out. The site is in its folder site
  --serve        then serves the site to this machine
  --port N       port of the server; by default 8020
  --help         shows this text
`;

interface Options {
  readonly out: string;
  readonly serve: boolean;
  readonly port: number;
}

/** Parses the command line; undefined if it asks for help. */
function parseOptions(args: string[]): Options | undefined {
  const { out, serve, port: text, help } = parseArguments("site", {
    args,
    options: {
      out: { type: "string", default: "out" },
      serve: { type: "boolean", default: false },
      port: { type: "string", default: "8020" },
      help: { type: "boolean", default: false },
    },
  }).values;
  if (help) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UserError(
      `--port needs a whole number up to 65535, not "${text}".`,
      "See `deno task site --help`.",
    );
  }
  return { out: resolve(projectRoot, out), serve, port };
}

/** Serves the site until the process is ended. */
async function serve(folder: string, port: number): Promise<void> {
  try {
    await serveFolder(folder, port, (address) => console.log(`Open ${address}`)).finished;
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    throw new UserError(`Port ${port} is in use.`, "Choose another one with --port.");
  }
}

/** Builds the site, and serves it where that is wanted. */
async function site(args: string[]): Promise<number> {
  const options = parseOptions(args);
  if (options === undefined) {
    console.log(usage);
    return 0;
  }
  await prepareOut(options.out);
  const folder = await buildSite(options.out);
  console.log(`The site is in ${folder}/index.html; a web server has to serve it.`);
  if (!options.serve) return 0;
  await serve(folder, options.port);
  return 0;
}

if (import.meta.main) await main(site);
