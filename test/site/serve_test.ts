import { assertEquals } from "@std/assert";
import { serveFolder } from "lib/web/build/serve.ts";

Deno.test("serveFolder() lets no browser keep a page that may be built again", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/index.html`, "<p>once</p>");
  await using server = serveFolder(folder, 0, () => {});
  const address = `http://127.0.0.1:${server.addr.port}/`;
  const page = await fetch(address);
  assertEquals(page.headers.get("cache-control"), "no-cache");
  assertEquals(await page.text(), "<p>once</p>");
});

Deno.test("serveFolder() has no file for a path that leads out of the folder or is no path", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/site`);
  await Deno.writeTextFile(`${folder}/secret.txt`, "secret");
  await using server = serveFolder(`${folder}/site`, 0, () => {});
  for (const path of ["..%2Fsecret.txt", "%2e%2e/secret.txt", "none.html", "%E0%A4%A"]) {
    const answer = await fetch(`http://127.0.0.1:${server.addr.port}/${path}`);
    assertEquals([answer.status, await answer.text()], [404, "no such file"], path);
  }
});
