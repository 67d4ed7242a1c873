import puppeteer, { type Browser } from "puppeteer-core";

const candidates = [
  Deno.env.get("CHROMIUM_PATH"),
  "chromium",
  "chromium-browser",
  "google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Path of a Chromium on this machine, if there is one; `CHROMIUM_PATH` goes first. */
export function findChromium(): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(Deno.build.os === "windows" ? ";" : ":");
  const paths = candidates.filter((name) => name !== undefined)
    .flatMap((name) => name.includes("/") ? [name] : folders.map((folder) => `${folder}/${name}`));
  return paths.find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/** Starts a Chromium without a window and with a profile of its own, which asks no network. */
export async function startChromium(executablePath: string, profile: string): Promise<Browser> {
  return await puppeteer.launch({
    executablePath,
    userDataDir: profile,
    args: [
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-gpu",
      "--disable-sync",
      "--no-first-run",
      ...(Deno.build.os !== "windows" && Deno.uid() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}
