/** What is used of highlight.js, whose own types bring in those of a browser. */
interface Highlighter {
  registerLanguage(name: string, grammar: unknown): void;
  highlight(code: string, options: { language: string }): { value: string };
}

declare const highlighter: Highlighter;
export default highlighter;
