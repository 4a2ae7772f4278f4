/** What a mail says, before it has a form. */
export interface MailContent {
  language: string;
  direction: "ltr" | "rtl";
  /** The name of the gateway, above everything. */
  product: string;
  subject: string;
  paragraphs: string[];
  /** Things that the mail tells of, each with an address. */
  items: { title: string; text: string; url: string; open: string }[];
  /** The one thing to do. */
  action: { text: string; url: string } | null;
  /** Small print. */
  footer: string[];
}

/** The plain part, for readers without HTML. */
export function plainText({ paragraphs, items, action, footer }: MailContent): string {
  const parts = [
    ...paragraphs,
    ...items.map(({ title, text, url }) => [title, text, url].filter(Boolean).join("\n")),
    ...(action ? [`${action.text}:\n${action.url}`] : []),
    ...(footer.length > 0 ? ["--", ...footer] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character]!);

const FONT =
  "'IBM Plex Sans','IBM Plex Sans Arabic',system-ui,-apple-system,'Segoe UI',Tahoma,Arial,sans-serif";

/** The HTML part: styles in the elements, no pictures, nothing from anywhere else, as mail programs want it. */
export function html(content: MailContent): string {
  const { language, direction, product, subject, paragraphs, items, action, footer } = content;
  const isRightToLeft = direction === "rtl";
  const start = isRightToLeft ? "right" : "left";
  // Arabic letters need more room above and below.
  const muted = `color:#6b7280;font-size:13px;line-height:${isRightToLeft ? 22 : 20}px`;
  const link = `color:#0f766e${isRightToLeft ? ";text-underline-offset:5px" : ""}`;
  const lines = [
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`),
    ...items.map(
      ({ title, text, url, open }) =>
        `<div style="margin:0 0 16px;padding:0 0 16px;border-bottom:1px solid #e5e7eb">` +
        `<p style="margin:0;font-weight:600">${escaped(title)}</p>` +
        (text ? `<p style="margin:4px 0 0;${muted}">${escaped(text)}</p>` : "") +
        `<p style="margin:8px 0 0"><a href="${escaped(url)}" style="${link}">${escaped(open)}</a></p></div>`,
    ),
    ...(action
      ? [
          `<p style="margin:8px 0 16px"><a href="${escaped(action.url)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#0f766e;color:#ffffff;text-decoration:none;font-weight:600">${escaped(action.text)}</a></p>`,
          `<p dir="ltr" style="margin:0 0 16px;text-align:${start};word-break:break-all;${muted}">${escaped(action.url)}</p>`,
        ]
      : []),
    ...footer.map((text) => `<p style="margin:0 0 8px;${muted}">${escaped(text)}</p>`),
  ];
  return (
    `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light">` +
    `<title>${escaped(subject)}</title></head>` +
    `<body dir="${direction}" style="margin:0;padding:24px 16px;background:#f4f5f6">` +
    `<div dir="${direction}" style="max-width:560px;margin:0 auto;padding:24px;border-radius:12px;background:#ffffff;color:#111827;font-family:${FONT};font-size:15px;line-height:${isRightToLeft ? 26 : 24}px;text-align:${start}">` +
    `<p style="margin:0 0 20px;font-size:17px;font-weight:600">${escaped(product)}</p>${lines.join("")}</div></body></html>`
  );
}
