import type { Preset } from "./preset.ts";

const SENDSMS = "[[address]]/cgi-bin/sendsms?username=[[user]]&password=[[password]]&from=[[sender]]";
/** Kannel itself fills in `%d`; 19 asks for the final states alone: delivered, not delivered, refused. */
const REPORT = "dlr-mask=19&dlr-url={{report_url}}%3Fid%3D{{message_id}}%26status%3D%25d";
const rest = (coding: 0 | 2) =>
  `&to=%2B{{number}}&charset=UTF-8&coding=${coding}&text={{text}}&validity={{validity_minutes}}&${REPORT}`;

export const kannel: Preset = {
  id: "kannel",
  name: "Kannel",
  documentation: ["https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html"],
  checked: "2026-11",
  blanks: [
    { name: "address", example: "http://127.0.0.1:13013" },
    { name: "user", example: "gate" },
    { name: "password", example: "…" },
    { name: "sender", example: "MyBrand" },
    { name: "gateway", example: "http://127.0.0.1:3000", default: "http://127.0.0.1:3000" },
  ],
  configuration: {
    method: "GET",
    url: { gsm: `${SENDSMS}${rest(0)}`, ucs2: `${SENDSMS}${rest(2)}` },
    success: { status: [202] },
    answers: [{ status: [503], body_pattern: "^Temporal failure", means: "not_taken" }],
    reports: {
      base_url: "[[gateway]]",
      id: "message_id",
      id_field: "id",
      status_field: "status",
      delivered: "^1$",
      failed: "^(2|16|34)$",
    },
  },
};
