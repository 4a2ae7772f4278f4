import { z } from "zod";
import { name } from "./text.ts";

export const newAccount = z.object({ name });
