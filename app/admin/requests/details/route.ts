import { requestDetails } from "../../../request-log/details.ts";

export const GET = requestDetails("admin");
