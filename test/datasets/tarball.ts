import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";

/** A gzipped tar archive of the files, for tests that unpack one. */
export function tarball(files: Record<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const blocks = Object.entries(files).flatMap(([path, content]) => {
    const header = new Uint8Array(512);
    const write = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
    write(0, path);
    write(100, "0000644\0");
    write(124, content.length.toString(8).padStart(11, "0") + "\0");
    write(148, " ".repeat(8));
    write(156, "0");
    write(257, "ustar\x0000");
    const sum = header.reduce((total, byte) => total + byte, 0);
    write(148, sum.toString(8).padStart(6, "0") + "\0 ");
    return [header, content, new Uint8Array(-content.length & 511)];
  });
  return new Uint8Array(gzipSync(Buffer.concat([...blocks, new Uint8Array(1024)])));
}
