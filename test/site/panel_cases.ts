/** What a test of a panel does to it, by the panel's figure. */
export interface PanelCase {
  /** Whether it moves along stored runs rather than trains. */
  readonly stored?: boolean;
  /** A choice other than the one at the start, as the hash of an address. */
  readonly hash: string;
  /** Selects what its charts draw; curves by default. */
  readonly marks?: string;
  /** A choice with a short run, and a number that acts at once after it. */
  readonly atOnce?: { readonly hash: string; readonly control: string };
}

/** Every panel is here. */
export const panelCases: Readonly<Record<string, PanelCase>> = {
  "20.1": { hash: "#images=200&norm=batch&seed=2" },
  "20.2": { hash: "#learningRate=0.3&examples=200&labels=true&seed=2" },
  "20.3": {
    stored: true,
    hash: "#year=2018&family=ResNeXt&low=5&high=200",
    marks: "[aria-label=dot] path",
  },
  "20.4": { hash: "#alpha=3&scheme=pytorch&steps=longer&examples=100" },
  "20.5": {
    hash: "#delta=0.5&path=start&kind=maxout&units=10",
    marks: "[aria-label=dot] circle",
    atOnce: { hash: "#units=5", control: "delta" },
  },
  "20.6": { hash: "#dim=400&kind=sparse&images=1000" },
  "20.7": { stored: true, hash: "#position=0.5&width=narrow&depth=shallow" },
  "20.8": {
    hash: "#spins=10&energy=0.5&mostSteps=0&seed=2",
    marks: "[aria-label=dot] circle",
    atOnce: { hash: "#spins=10", control: "energy" },
  },
  "20.9": { hash: "#position=1&dim=10&kind=one+scale&images=50" },
  "20.10": { hash: "#batchSize=32&rate=0.05&model=residual&seed=3" },
  "20.11": {
    hash: "#shift=0.3&loss=test&batchSize=200&seed=2",
    atOnce: { hash: "#batchSize=500", control: "shift" },
  },
  "20.12": { hash: "#logRadius=0.5&dim=50&scaled=steps" },
  "20.13": { hash: "#alpha=4&weightDecay=0.1&examples=200" },
  "20.14": {
    hash: "#level=4&image=2&target=frog&epochs=2",
    marks: "[aria-label=dot] circle",
    atOnce: { hash: "#level=12&epochs=1", control: "image" },
  },
  "20.15": { hash: "#percent=5&smallestOf=noise&epochs=0&images=1000" },
  "20.16": { hash: "#labels=500&temperature=1&units=5&seed=2" },
};

/** Selects what the charts of a panel draw. */
export function marksOf({ marks = "[aria-label=line] path" }: PanelCase): string {
  return `#charts ${marks}`;
}
