import { expect, test } from "vitest";
import type { PresetId } from "#core/gateway/provider-preset.ts";
import type { Said } from "./test-carriers.ts";
import { carriers, deliver } from "./test-presets.ts";

const text = (status: number, body: string): Said => ({ status, body });
const json = (status: number, body: unknown): Said => ({
  status,
  body: JSON.stringify(body),
  type: "application/json",
});
const twilio = (status: number, code: number) => json(status, { code, message: "…", status });
const vonage = (...statuses: string[]) => json(200, { messages: statuses.map((status) => ({ status })) });
const infobip = (groupName: string, name: string) =>
  json(200, { messages: [{ messageId: "1", status: { groupId: 0, groupName, id: 0, name } }] });
const unifonic = (status: number, code: number) =>
  json(status, { success: "false", message: "…", errorCode: `ER-${code}`, data: "" });

const answers: [PresetId, Said, string][] = [
  ["kannel", text(202, "3: Queued for later delivery"), "accepted"],
  ["kannel", text(403, "Authorization failed for sendsms"), "provider"],
  ["kannel", text(403, "Not routable. Do not try again."), "provider"],
  ["kannel", text(400, "Number(s) has/have been denied by white- and/or black-lists."), "provider"],
  ["kannel", text(503, "Temporal failure, try again later."), "not_taken"],
  ["kannel", text(503, "<html>Bad Gateway</html>"), "unknown"],
  ["jasmin", text(400, 'Error "Argument [to] has an invalid value: [x]."'), "provider"],
  ["jasmin", text(403, 'Error "Authentication failure for username:gate"'), "provider"],
  ["jasmin", text(403, 'Error "Cannot charge submit_sm, check RouterPB log file for details"'), "provider"],
  ["jasmin", text(412, 'Error "No route found"'), "provider"],
  [
    "jasmin",
    text(500, 'Error "Cannot send submit_sm, check SMPPClientManagerPB log file for details"'),
    "unknown",
  ],
  ["sms_gate", json(400, { message: "invalid phone number" }), "provider"],
  ["sms_gate", json(401, { message: "Unauthorized" }), "provider"],
  ["sms_gate", json(429, { message: "queue limit" }), "not_taken"],
  ["sms_gate", json(500, { message: "internal" }), "unknown"],
  ["twilio", twilio(400, 21211), "recipient"],
  ["twilio", twilio(400, 21614), "recipient"],
  ["twilio", twilio(400, 21617), "text"],
  ["twilio", twilio(400, 21408), "provider"],
  ["twilio", twilio(400, 21610), "provider"],
  ["twilio", twilio(401, 20003), "provider"],
  ["twilio", twilio(429, 20429), "not_taken"],
  ["twilio", twilio(429, 14107), "not_taken"],
  ["twilio", twilio(500, 20500), "unknown"],
  ["twilio", twilio(503, 20503), "unknown"],
  ["vonage", vonage("1"), "not_taken"],
  ["vonage", vonage("2"), "provider"],
  ["vonage", vonage("3"), "provider"],
  ["vonage", vonage("4"), "provider"],
  ["vonage", vonage("5"), "unknown"],
  ["vonage", vonage("6"), "provider"],
  ["vonage", vonage("7"), "provider"],
  ["vonage", vonage("8"), "provider"],
  ["vonage", vonage("9"), "provider"],
  ["vonage", vonage("10"), "not_taken"],
  ["vonage", vonage("12"), "text"],
  ["vonage", vonage("15"), "provider"],
  ["vonage", vonage("29"), "provider"],
  ["vonage", vonage("33"), "recipient"],
  ["vonage", vonage("0", "1"), "accepted"],
  ["vonage", json(401, {}), "provider"],
  ["vonage", json(429, {}), "not_taken"],
  ["vonage", json(500, {}), "unknown"],
  ["infobip", infobip("PENDING", "PENDING_ENROUTE"), "accepted"],
  ["infobip", infobip("REJECTED", "REJECTED_NOT_ENOUGH_CREDITS"), "provider"],
  ["infobip", infobip("REJECTED", "REJECTED_NETWORK"), "provider"],
  ["infobip", infobip("REJECTED", "REJECTED_SYSTEM_ERROR"), "provider"],
  ["infobip", infobip("REJECTED", "REJECTED_DESTINATION"), "recipient"],
  ["infobip", infobip("REJECTED", "REJECTED_DESTINATION_NOT_REGISTERED"), "provider"],
  ["infobip", infobip("REJECTED", "REJECTED_MESSAGE_TOO_LONG"), "text"],
  ["infobip", infobip("REJECTED", "REJECTED_FLOODING_FILTER"), "not_taken"],
  ["infobip", json(400, { requestError: { serviceException: { messageId: "BAD_REQUEST" } } }), "provider"],
  ["infobip", json(401, { requestError: { serviceException: { messageId: "UNAUTHORIZED" } } }), "provider"],
  [
    "infobip",
    json(429, { requestError: { serviceException: { messageId: "TOO_MANY_REQUESTS" } } }),
    "not_taken",
  ],
  ["infobip", json(500, { requestError: { serviceException: { messageId: "GENERAL_ERROR" } } }), "unknown"],
  ["unifonic", json(200, { success: true, data: { MessageID: 1 } }), "accepted"],
  ...[
    [401, "provider"],
    [402, "provider"],
    [403, "provider"],
    [409, "provider"],
    [410, "recipient"],
    [412, "text"],
    [429, "not_taken"],
    [449, "text"],
    [480, "provider"],
    [481, "provider"],
    [482, "recipient"],
    [483, "provider"],
    [599, "unknown"],
  ].flatMap(([code, means]): [PresetId, Said, string][] => [
    ["unifonic", unifonic(Number(code), Number(code)), String(means)],
    ["unifonic", unifonic(200, Number(code)), String(means)],
  ]),
];
test.each(answers)("%s: %j means %s", async (id, said, means) => {
  carriers[id].says = said;
  const { kind, scope } = await deliver(id);
  expect(scope ?? kind).toBe(means);
  expect(carriers[id].asked).toHaveLength(1);
});
