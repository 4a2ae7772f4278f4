import { door } from "../door.ts";
import { readSend } from "./read.ts";
import { respond } from "./respond.ts";

/** POST /api/otp/send/: the public contract. The server mounts this very function; Next routes to it too. */
export const POST = door({
  name: "send",
  methods: ["POST"],
  read: readSend,
  answer: ({ caller, note }, body) =>
    respond(
      {
        sender: { accountId: caller.accountId, tokenId: caller.tokenId, userId: null },
        template: caller.template,
        providersStamp: caller.providersStamp,
        countries: caller.countries,
        refused: caller.refused,
      },
      body,
      note,
    ),
});

// Methods that Next would otherwise answer in its own way, before anyone was asked for a token.
export { POST as DELETE, POST as GET, POST as HEAD, POST as OPTIONS, POST as PATCH, POST as PUT };
