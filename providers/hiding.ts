const inMarkup = (value: string) => [
  value,
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  value.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? "&#39;"),
];

/** Takes secrets out of a text, however they are encoded there: an error page may quote the address with its credentials. */
export function hiding(secrets: string[]): (text: string) => string {
  const spellings = secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => {
      const uri = encodeURIComponent(secret.toWellFormed());
      // Forms also escape what addresses leave as it is.
      const form = uri.replace(/[!'()*~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
      const encoded = [uri, form]
        .flatMap((each) => [each, each.replaceAll("%20", "+")])
        // .NET escapes in lower case.
        .flatMap((each) => [each, each.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())]);
      const inJson = JSON.stringify(secret).slice(1, -1);
      return [...encoded, inJson, ...[secret, ...encoded].flatMap(inMarkup)];
    });
  // The longest first: one secret may be a part of another.
  const ordered = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, each) => rest.replaceAll(each, "***"), text);
}
