import { assert, assertLess } from "@std/assert";
import { gzipSync } from "node:zlib";
import { checkPages } from "./check_pages.ts";
import { chromium, openSite, replayedVerdicts } from "./site.ts";

Deno.test("the site of the committed notebooks and runs needs no other run", async (t) => {
  const out = await Deno.makeTempDir();
  await checkPages(out, t);
  await t.step({
    name: "20.2: with its figure drawn again and a run begun, its page has at most 250 kB, packed",
    ignore: chromium === undefined,
    async fn() {
      await using site = await openSite(out, "site/");
      const { page, loaded } = await site.open("20_02_full_batch_gradient_descent/index.html");
      await replayedVerdicts(page);
      await page.click("#run");
      await page.waitForSelector("#charts [aria-label=line] path");
      let bytes = 0;
      for (const path of loaded) bytes += gzipSync(await Deno.readFile(`${out}/${path}`)).length;
      assert(
        loaded.has("site/20_02_full_batch_gradient_descent/runs.json"),
        "runs were not loaded",
      );
      assertLess(bytes, 250_000);
    },
  });
});
