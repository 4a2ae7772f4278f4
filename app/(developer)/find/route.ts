import { findAnswer } from "../../find/answer.ts";

export const GET = findAnswer("developer");
