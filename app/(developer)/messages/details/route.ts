import { logAnswers } from "../../../message-log/answers.ts";

export const GET = logAnswers("developer").details;
