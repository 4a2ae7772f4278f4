import type { Preset } from "./preset.ts";

const SEND = "[[address]]/send?username=[[user]]&password=[[password]]&from=[[sender]]&to={{number}}";
const REPORT =
  "validity-period={{validity_minutes}}&dlr=yes&dlr-level=2&dlr-method=POST&dlr-url={{report_url}}";

export const jasmin: Preset = {
  id: "jasmin",
  name: "Jasmin",
  documentation: ["https://docs.jasminsms.com/en/latest/apis/ja-http/index.html"],
  checked: "2026-11",
  blanks: [
    { name: "address", example: "http://127.0.0.1:1401" },
    { name: "user", example: "gate" },
    { name: "password", example: "…" },
    { name: "sender", example: "MyBrand" },
    { name: "gateway", example: "http://127.0.0.1:3000", default: "http://127.0.0.1:3000" },
  ],
  configuration: {
    method: "GET",
    url: {
      gsm: `${SEND}&coding=0&content={{text}}&${REPORT}`,
      ucs2: `${SEND}&coding=8&hex-content={{text_ucs2_hex}}&${REPORT}`,
    },
    success: { status: [200], body_pattern: '^Success "' },
    id_pattern: '^Success "([^"]+)"',
    reports: {
      base_url: "[[gateway]]",
      id: "provider_id",
      id_field: "id",
      status_field: "message_status",
      // It sends a report again until it reads this.
      answer: { body: "ACK/Jasmin" },
    },
  },
};
