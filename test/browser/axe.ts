import axe from "axe-core";
import type { Page } from "puppeteer-core";

/** The rules of axe-core that a page breaks in light or dark, with the first place of each. */
export async function broken(page: Page, scheme: "light" | "dark"): Promise<string[]> {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate("axe.run()") as axe.AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
}
