import { notFound, route } from "../otp/answer.ts";

/** Any other path under /api/. */
export const GET = route(async () => notFound());
export { GET as DELETE, GET as HEAD, GET as OPTIONS, GET as PATCH, GET as POST, GET as PUT };
