import * as Plot from "@observablehq/plot";
import { assert, assertEquals } from "@std/assert";
import { factsMime } from "lib/notebook/display.ts";
import { figureBundle } from "lib/notebook/show.ts";
import type { Handout } from "lib/page/handout.ts";
import { booklet, handoutPage } from "lib/page/handout_page.ts";
import { claim, codeCell, markdownCell, parsePage, texts } from "./html.ts";

const plain = { paper: "a4", hasCode: false } as const;
const live = { address: "../site/20_00/index.html", text: "site/20_00/" };

/** The handout of a notebook with all of its parts. */
async function handoutOf(answers?: string): Promise<Handout> {
  const bundle = await figureBundle({ marks: [Plot.lineY([1, 4])] }, { alt: "a line" });
  const check = { ...claim("z", "supported"), kind: "check" as const };
  const facts = { claims: [claim("x", "supported"), claim("y", "not supported"), check] };
  const cells = [
    markdownCell("# Figure 20.0: A < B\n\n**The question.** Why?\n\n> A caption."),
    codeCell("c1", "show();", bundle),
    codeCell("c2", "claims();", { "text/markdown": "| a |", [factsMime]: facts }),
    markdownCell(
      "## What to notice\n\n- This.\n\n## Exercises\n\n1. Do _it_.\n2. More.\n3. A third.",
    ),
    codeCell("c3", "end();", {
      "text/markdown": "Deviations:\n\n- Fewer.\n\nThe last line",
      [factsMime]: { scale: "quick" },
    }),
  ];
  return { stem: "20_00", notebook: { cells }, live, answers };
}

Deno.test("handoutPage() has what is handed out in the reader's order, and no code", async () => {
  const html = handoutPage(await handoutOf(), plain);
  const document = parsePage(html);
  assertEquals(texts(document, "title"), ["Figure 20.0: A < B"]);
  const order = [
    ".question",
    "figure",
    ".caption",
    ".reading",
    ".verdicts",
    ".exercises",
    ".provenance",
  ];
  const places = order.map((name) => html.indexOf(document.querySelector(name)!.outerHTML));
  assert(!places.includes(-1));
  assertEquals(places, places.toSorted((a, b) => a - b));
  assertEquals(document.querySelectorAll(".side").length, 2);
  assertEquals(document.querySelectorAll("pre, details, script").length, 0);
  const [footer] = texts(document, ".provenance");
  assert(footer!.includes("Fewer.") && footer!.includes("The last line"));
  assertEquals(document.querySelector(".provenance a")!.getAttribute("href"), live.address);
});

Deno.test("handoutPage() leaves out what only a bug could fail", async () => {
  const document = parsePage(handoutPage(await handoutOf(), plain));
  assertEquals(texts(document, ".verdicts tbody th"), ["Statement x.", "Statement y."]);
  assertEquals(texts(document, "caption"), ["At quick scale: 1 of 2 statements supported."]);
});

Deno.test("handoutPage() has two exercises with room to answer, or their solutions", async () => {
  const blank = parsePage(handoutPage(await handoutOf(), plain));
  assertEquals(texts(blank, ".exercises .room"), ["Do it.", "More."]);
  assertEquals(texts(blank, ".answer"), []);
  const solved = parsePage(handoutPage(await handoutOf("1. **Yes.**\n\n   So.\n2. No."), plain));
  assertEquals(texts(solved, ".answer"), ["Yes. So.", "No."]);
  assertEquals(texts(solved, ".room"), []);
  const half = parsePage(handoutPage(await handoutOf("1. Yes."), plain));
  assertEquals([texts(half, ".answer"), texts(half, ".room")], [["Yes."], ["More."]]);
});

Deno.test("handoutPage() adds the code, unfolded, if it is asked to", async () => {
  const document = parsePage(handoutPage(await handoutOf(), { paper: "a4", hasCode: true }));
  assertEquals(texts(document, "details[open] > pre"), ["show();", "claims();", "end();"]);
});

Deno.test("booklet() has contents that lead to each figure, with pages if they are known", async () => {
  const first = await handoutOf();
  const cells = [markdownCell("# Figure 20.7: C"), ...first.notebook.cells.slice(1)];
  const handouts = [first, { ...first, notebook: { cells } }];
  const document = parsePage(booklet(handouts, plain, [2, 3]));
  const links = [...document.querySelectorAll(".contents a")];
  assertEquals(links.map((link) => link.getAttribute("href")), ["#20.0", "#20.7"]);
  for (const link of links) {
    const name = link.getAttribute("href")!.slice(1);
    assertEquals(document.querySelectorAll(`[id="${name}"]`).length, 1);
  }
  assertEquals(texts(document, ".contents td:last-child"), ["2", "4"]);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.getAttribute("id"));
  assertEquals(new Set(ids).size, ids.length, "two elements have the same id");
  const unknown = parsePage(booklet(handouts, plain, []));
  assertEquals(texts(unknown, ".contents td:last-child"), ["", ""]);
});
