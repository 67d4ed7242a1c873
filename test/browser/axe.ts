import axe from "axe-core";
import type { Page } from "puppeteer-core";

/**
 * The rules of axe-core that a page breaks in light or dark, with the first place of each.
 *
 * @param part Selects the part of the page that is looked at; all of it by default.
 */
export async function broken(
  page: Page,
  scheme: "light" | "dark",
  part = "html",
): Promise<string[]> {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.evaluate(axe.source);
  const run = `axe.run(${JSON.stringify(part)})`;
  const { violations } = await page.evaluate(run) as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
}
