import type { z } from "zod";
import { apiSeconds, type balanceBody } from "#core/api/message-body.ts";
import { activeSubscriptions } from "#services/sending/balance.ts";
import { type Answer, json } from "../answer.ts";
import { type Call, door, readNothing } from "../door.ts";

/** GET /api/otp/balance/: what is left in the active subscriptions, in the order in which they are charged. */
export const GET = door({
  name: "balance",
  methods: ["GET", "HEAD"],
  needs: "read",
  read: readNothing,
  answer,
});
export { GET as DELETE, GET as HEAD, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };

async function answer({ caller }: Call): Promise<Answer> {
  const subscriptions = await activeSubscriptions(caller.accountId);
  const body: z.infer<typeof balanceBody> = {
    remaining: subscriptions.reduce((sum, s) => sum + s.quota - s.used, 0),
    subscriptions: subscriptions.map((s) => ({
      id: s.id,
      plan: s.plan,
      unit: s.unit,
      quota: s.quota,
      used: s.used,
      remaining: s.quota - s.used,
      ends_at: apiSeconds(s.endsAt),
    })),
  };
  return json(200, body);
}
