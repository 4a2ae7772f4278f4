import "server-only";
import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import javascript from "highlight.js/lib/languages/javascript";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import { type CodePiece, piecesOf } from "#core/api/code-pieces.ts";
import type { SnippetLanguage } from "#core/api/snippets/places.ts";

const grammars = { curl: "bash", python: "python", javascript: "javascript", php: "php" } as const;

hljs.registerLanguage("bash", bash);
hljs.registerLanguage("javascript", javascript);
hljs.registerLanguage("php", php);
hljs.registerLanguage("python", python);

/** Source text in coloured pieces. On the server only: the browser gets the pieces, and no highlighter. */
export function highlight(text: string, language: SnippetLanguage): CodePiece[] {
  return piecesOf(hljs.highlight(text, { language: grammars[language] }).value);
}
