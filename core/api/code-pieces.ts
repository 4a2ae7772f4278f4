/** What a piece of source text is, as far as it has a colour of its own. */
export type CodeLook = "comment" | "keyword" | "string" | "number" | "name" | null;

export type CodePiece = readonly [text: string, look: CodeLook];

/** The highlighter's classes. */
const looks: Record<string, CodeLook> = {
  "hljs-comment": "comment",
  "hljs-meta": "comment",
  "hljs-keyword": "keyword",
  "hljs-built_in": "keyword",
  "hljs-literal": "number",
  "hljs-number": "number",
  "hljs-string": "string",
  "hljs-title": "name",
  "hljs-attr": "name",
  "hljs-variable": "name",
  // What stands in for a value inside a string has the colour of code again.
  "hljs-subst": null,
};

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };
const plain = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_, name: string) => entities[name]!);

/** The pieces of a text that a highlighter has marked up as HTML: spans with classes, and escaped text between them. */
export function piecesOf(marked: string): CodePiece[] {
  const pieces: CodePiece[] = [];
  const open: CodeLook[] = [];
  for (const [part, name] of marked.matchAll(/<span class="([^" ]+)[^"]*">|<\/span>|[^<]+/g)) {
    if (name !== undefined) open.push(name in looks ? looks[name]! : (open.at(-1) ?? null));
    else if (part === "</span>") open.pop();
    else {
      const look = open.at(-1) ?? null;
      const last = pieces.at(-1);
      // As few pieces as there are colours.
      if (last && last[1] === look) pieces[pieces.length - 1] = [last[0] + plain(part), look];
      else pieces.push([plain(part), look]);
    }
  }
  return pieces;
}
