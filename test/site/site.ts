import { assertEquals } from "@std/assert";
import type { Browser, Page } from "puppeteer-core";
import { findChromium, startChromium } from "lib/cli/chromium.ts";
import { serveFolder } from "lib/web/build/serve.ts";

/** Path of Chromium, if there is one. */
export const chromium: string | undefined = findChromium();

/** A page of a site, and what went wrong in it. */
export interface OpenPage extends AsyncDisposable {
  /** The page. */
  readonly page: Page;
  /** Console errors, exceptions, requests that failed, and those beyond the site. */
  readonly problems: string[];
  /** Paths of the files that it and its workers loaded, from the root of the server. */
  readonly loaded: ReadonlySet<string>;
}

/** A site that is served, in a browser. */
export interface OpenSite extends AsyncDisposable {
  /** Opens a page of the site in a window of this width; `dark` asks for the dark colors. */
  open(path: string, options?: { width?: number; dark?: boolean }): Promise<OpenPage>;
}

/** Notes whatever goes wrong in a page. */
function watch(page: Page, origin: string): string[] {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => {
    const address = request.url();
    const own = address.startsWith(origin) || address.startsWith("data:");
    if (!own) problems.push(`asks for ${address}`);
  });
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  return problems;
}

/**
 * Serves a site under a path and opens it in Chromium.
 *
 * @param folder The folder that has the site; other files in it are served, too.
 * @param path Path of the site in it, such as `"site/"`.
 */
export async function openSite(folder: string, path: string): Promise<OpenSite> {
  const server = serveFolder(folder, 0, () => {});
  const origin = `http://127.0.0.1:${server.addr.port}/`;
  const profile = await Deno.makeTempDir();
  const browser: Browser = await startChromium(chromium!, profile);
  return {
    async open(name, { width = 1200, dark = false } = {}) {
      const page = await browser.newPage();
      await page.setViewport({ width, height: width < 500 ? 667 : 900 });
      const scheme = dark ? "dark" : "light";
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      const problems = watch(page, origin);
      const loaded = new Set<string>();
      page.on("request", (request) => {
        const { origin: from, pathname } = new URL(request.url());
        if (`${from}/` === origin) loaded.add(pathname.slice(1));
      });
      await page.goto(origin + path + name);
      return { page, problems, loaded, [Symbol.asyncDispose]: () => page.close() };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.shutdown();
      await Deno.remove(profile, { recursive: true });
    },
  };
}

/** Width of a page's content. */
export async function contentWidth(page: Page): Promise<number> {
  return await page.evaluate("document.documentElement.scrollWidth") as number;
}

/** The claims with their verdicts that a page found when it drew its figures again. */
export async function replayedVerdicts(page: Page): Promise<[string, string][]> {
  await page.evaluate("document.querySelector('[data-cell] figure').scrollIntoView()");
  await page.waitForFunction("document.documentElement.dataset.verdicts", { timeout: 60_000 });
  return JSON.parse(await page.evaluate("document.documentElement.dataset.verdicts") as string);
}

/** Fails if anything went wrong in a page. */
export function assertNoProblems({ problems }: OpenPage): void {
  assertEquals(problems, []);
}
