import { z } from "zod";
import { problem } from "#core/input/problem.ts";

/** Idle limit: a session that was not used for this long has ended. */
export const SESSION_IDLE_DAYS = 7;

/** Absolute limit: a session ends this long after the sign-in, however often it is used. */
export const SESSION_DAYS = 30;

/** The recorded last use is updated only when it is older than this, so that not every page view costs a write. */
export const LAST_USE_SECONDS = 60;

/** Identifies one of the user's own sessions. */
export const bySession = z.object({ sessionId: z.uuid({ error: problem("required") }) });
