import { checkPages } from "./check_pages.ts";

Deno.test("the site of the committed notebooks and runs needs no other run", async (t) => {
  await checkPages(await Deno.makeTempDir(), t);
});
