/** A part of a data set that the site has. */
export interface DataPart {
  /** Number of its first examples that the site has. */
  readonly examples: number;
  /** Number of examples in a file, which is packed by gzip; the last file may have fewer. */
  readonly perFile: number;
  /** Bytes of an example: its label and its image. */
  readonly rowBytes: number;
  /** Bytes of a packed file over those of its examples, about. */
  readonly packed: number;
}

/** The parts by their names, which begin the names of their files. */
export const dataParts = {
  "mnist-train": { examples: 10_000, perFile: 1000, rowBytes: 785, packed: 0.21 },
  "mnist-test": { examples: 10_000, perFile: 1000, rowBytes: 785, packed: 0.21 },
  "cifar10-train": { examples: 5000, perFile: 500, rowBytes: 3073, packed: 0.9 },
  "cifar10-test": { examples: 1000, perFile: 500, rowBytes: 3073, packed: 0.9 },
} as const satisfies Record<string, DataPart>;

/** Name of a part. */
export type DataPartName = keyof typeof dataParts;

/** Path of a file of a part, from the root of the site; files are counted from 0. */
export function dataPath(name: DataPartName, file: number): string {
  return `data/${name}-${file}.gz`;
}
