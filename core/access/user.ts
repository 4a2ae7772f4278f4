import { z } from "zod";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { value } from "#core/input/value.ts";
import { isOperatorRole, userRoles } from "./role.ts";

export const PASSWORD_LENGTH = { min: 10, max: 200 };

/** Stored in lower case: no mail system in use distinguishes case, and people do mistype it. */
export const email = value("email")
  .transform((text) => text.toLowerCase())
  .pipe(z.email(problem("email")).max(254, problem("email")));

/** Unicode-normalised (NFC), so that the same keys on another system give the same bytes. */
export const password = z
  .string({ error: problem("password") })
  .transform((text) => text.normalize("NFC"))
  .refine((text) => {
    const length = [...text].length;
    return length >= PASSWORD_LENGTH.min && length <= PASSWORD_LENGTH.max;
  }, problem("password"));

export const userRole = z.enum(userRoles, { error: problem("role") });

/** If no password is given, one is generated and shown once. */
export const newUser = z
  .object({ email, role: userRole, accountId: id.optional(), password: password.optional() })
  .superRefine(({ role, accountId }, context) => {
    const wrong =
      !isOperatorRole(role) && accountId === undefined
        ? problem("account_required")
        : isOperatorRole(role) && accountId !== undefined
          ? problem("account_not_wanted")
          : undefined;
    if (wrong) context.addIssue({ code: "custom", path: ["accountId"], message: wrong });
  });

/** Another role on the same side: nobody moves between the operator and an account, or between accounts. */
export const roleChange = z.object({ email, role: userRole });

export const userStatuses = ["invited", "active", "deactivated"] as const;
export type UserStatus = (typeof userStatuses)[number];

/** The input of operations that need nothing but the user. */
export const byEmail = z.object({ email });

export const passwordReset = z.object({ email, password: password.optional() });
