import { messageOfAccount } from "#services/message-log/messages.ts";
import { type Answer, json, notFound } from "../../answer.ts";
import { type Call, door, readNothing } from "../../door.ts";
import { messageObject } from "../../message-object.ts";

/** GET /api/otp/messages/{id}/: the current state of a message, its code masked. */
export const GET = door({
  name: "message",
  methods: ["GET", "HEAD"],
  needs: "read",
  read: readNothing,
  answer,
});
export { GET as DELETE, GET as HEAD, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };

async function answer({ request, caller }: Call): Promise<Answer> {
  const id = /\/messages\/(\d{1,15})\/?$/.exec(new URL(request.url, "http://gateway").pathname)?.[1];
  const message = id === undefined ? null : await messageOfAccount(caller.accountId, Number(id));
  return message ? json(200, messageObject(message)) : notFound();
}
