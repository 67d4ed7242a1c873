import type { Column } from "./column.ts";
import { type Table, tableFile } from "./table.ts";

/** What a page says of the table that it offers. */
export interface DatasetText {
  /** Name of the figure with its claim. */
  readonly name: string;
  /** What the figure asks. */
  readonly question: string;
}

const book = {
  "@type": "Book",
  name: "Understanding Deep Learning",
  author: { "@type": "Person", name: "Simon J. D. Prince" },
  publisher: { "@type": "Organization", name: "MIT Press" },
  datePublished: "2023",
};

/** A column as a measured variable. */
function variable([name, { meaning, unit, least, most }]: readonly [string, Column]): object {
  return {
    "@type": "PropertyValue",
    name,
    description: meaning,
    unitText: unit === "" ? undefined : unit,
    minValue: least === -Infinity ? undefined : least,
    maxValue: most === Infinity ? undefined : most,
  };
}

/**
 * The description of a table for search engines and catalogues of data, a `<script>` with JSON-LD
 * (schema.org, `Dataset`), for a page that lies beside `data.csv`.
 *
 * @example Usage
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { tables } from "lib/tables/all.ts";
 * import { datasetScript } from "lib/tables/json_ld.ts";
 *
 * const words = { name: "Figure 20.2: Deeper is faster", question: "Does depth help?" };
 * const script = datasetScript(tables.get("20_02")!, words);
 * assertStringIncludes(script, '"name":"training_error_percent"');
 * ```
 */
export function datasetScript(table: Table, { name, question }: DatasetText): string {
  const dataset = {
    "@context": "https://schema.org",
    "@type": "Dataset",
    name: `${name} (figure recomputed)`,
    description: `${question} ${table.rowIs}`,
    license: "https://spdx.org/licenses/MIT.html",
    isAccessibleForFree: true,
    creator: { "@type": "Organization", name: "The contributors" },
    isPartOf: {
      "@type": "Dataset",
      name: "Why does deep learning work? Sixteen figures, recomputed",
    },
    isBasedOn: book,
    distribution: {
      "@type": "DataDownload",
      contentUrl: tableFile,
      encodingFormat: "text/csv",
    },
    variableMeasured: Object.entries(table.columns).map(variable),
  };
  const json = JSON.stringify(dataset).replaceAll("<", "\\u003c"); // nothing may end the script
  return `<script type="application/ld+json">${json}</script>\n`;
}
