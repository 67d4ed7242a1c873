import { assertEquals } from "@std/assert";
import { kill } from "node:process";
import { ignore, startFixture, until } from "./processes.ts";

/** Whether a process runs whose command has this text. */
async function runs(text: string): Promise<boolean> {
  const list = await new Deno.Command("ps", { args: ["-A", "-o", "args="] }).output();
  return new TextDecoder().decode(list.stdout).includes(text);
}

for (const [signal, code] of [["SIGKILL", 137], ["SIGTERM", 143], ["SIGINT", 130]] as const) {
  Deno.test({
    name: `an installation ends with the command that gets ${signal}, and is not taken for whole`,
    ignore,
    async fn() {
      // A registry of packages that never answers.
      using registry = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const folder = `${await Deno.makeTempDir()}/venv`;
      await using command = startFixture("ensure_environment.ts", [folder], {
        PIP_CONFIG_FILE: "/dev/null",
        PIP_FIND_LINKS: "",
        PIP_INDEX_URL: `http://127.0.0.1:${registry.addr.port}/`,
        UDL_CACHE: await Deno.makeTempDir(),
      });
      using _connection = await registry.accept();
      kill(command.pid, signal);
      await until("pip has ended", 20, async () => !await runs(`${folder}/bin/python`));
      assertEquals((await command.output()).code, code);
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
      assertEquals(names.includes("requirements.sha256"), false);
    },
  });
}
