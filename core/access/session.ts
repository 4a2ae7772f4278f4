import { z } from "zod";
import { problem } from "#core/input/problem.ts";

/** A session that nobody used for so long has ended. */
export const SESSION_IDLE_DAYS = 7;

/** However often it is used, a session ends so long after the sign-in. */
export const SESSION_DAYS = 30;

/** How old the noted last use may be before it is written anew: a page view must not cost a write each. */
export const LAST_USE_SECONDS = 60;

/** Names one of one's own sessions. */
export const bySession = z.object({ sessionId: z.uuid({ error: problem("required") }) });
