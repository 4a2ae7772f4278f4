import type { ApiCaller } from "#services/api-access/api-access.ts";
import { type Charged, chargeEarly } from "#services/sending/send.ts";
import type { Sender } from "#services/sending/sent-message.ts";
import { door } from "../door.ts";
import { readSend, type SendBody } from "./read.ts";
import { inputOf, respond } from "./respond.ts";

/** POST /api/otp/send/: the public contract. Our server calls this function directly; Next routes to it too. */
export const POST = door<SendBody, Charged>({
  name: "send",
  methods: ["POST"],
  needs: "send",
  read: readSend,
  actEarly: async (caller, snapshot, read) => {
    const body = read(caller.countries);
    return body.ok ? chargeEarly(senderOf(caller), inputOf(body), caller.template, snapshot) : null;
  },
  answer: ({ caller, early, note }, body) =>
    respond({ ...caller, sender: senderOf(caller) }, body, note, early),
});

// Methods that Next would otherwise answer itself, before checking the token.
export { POST as DELETE, POST as GET, POST as HEAD, POST as OPTIONS, POST as PATCH, POST as PUT };

function senderOf({ accountId, tokenId }: ApiCaller): Sender {
  return { accountId, tokenId, userId: null };
}
