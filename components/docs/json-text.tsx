const PIECES = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?|true|false|null)|([^"\d\-tfn]+|.)/g;

/** JSON with its keys, strings and numbers highlighted. */
export function JsonText({ text }: { text: string }) {
  return [...text.matchAll(PIECES)].map(([piece, string, colon, value], index) => {
    const look = colon ? "" : string ? "text-delivered" : value ? "text-sent" : "text-muted";
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
      <span key={index} className={look}>
        {piece}
      </span>
    );
  });
}

/** An array or object that fits on one line stays on it. */
const LINE = 76;

/** JSON formatted for reading. */
export function pretty(value: unknown, indent = ""): string {
  const line = inline(value);
  if (indent.length + line.length <= LINE || typeof value !== "object" || value === null) return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => pretty(each, deeper))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${pretty(each, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.map((part) => deeper + part).join(",\n")}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}: ${inline(each)}`)
    .join(", ")}}`;
}
