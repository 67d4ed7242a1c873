import { pathToFileURL } from "node:url";
import type { Browser } from "puppeteer-core";
import { getDocumentProxy } from "unpdf";
import { findChromium, startChromium } from "./chromium.ts";
import { UserError } from "../errors.ts";
import { writeFileAtomic } from "../files.ts";

/** Prints pages as PDF, with their own print style. */
export interface Printer extends AsyncDisposable {
  /** Prints the HTML file at a path to a PDF beside it, and returns its number of sides. */
  print(path: string): Promise<number>;
}

/**
 * Starts a Chromium that prints.
 *
 * @throws {UserError} If there is none.
 */
export async function startPrinter(): Promise<Printer> {
  const path = findChromium();
  if (path === undefined) {
    throw new UserError(
      "PDFs need Chromium or Chrome, and none was found.",
      "Install it, or name its program in CHROMIUM_PATH; without --pdf, a browser prints the pages.",
    );
  }
  const profile = await Deno.makeTempDir();
  const browser = await startChromium(path, profile);
  return {
    print: (file) => print(browser, file),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await Deno.remove(profile, { recursive: true });
    },
  };
}

async function print(browser: Browser, file: string): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.goto(pathToFileURL(file).href);
    const pdf = await page.pdf({
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
    });
    await writeFileAtomic(file.replace(/\.html$/, ".pdf"), pdf);
    const { numPages } = await getDocumentProxy(pdf);
    return numPages;
  } finally {
    await page.close();
  }
}
