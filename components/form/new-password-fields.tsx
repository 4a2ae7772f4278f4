import { useTranslations } from "next-intl";
import { PasswordInput } from "./password-input.tsx";

/** A new password, entered twice. */
export function NewPasswordFields({
  errors,
  autoFocus = false,
}: {
  errors: { password?: string | undefined; repeat?: string | undefined };
  autoFocus?: boolean;
}) {
  const t = useTranslations("common.newPassword");
  return (
    <>
      <PasswordInput
        name="password"
        label={t("label")}
        hint={t("hint")}
        error={errors.password}
        autoComplete="new-password"
        autoFocus={autoFocus}
      />
      <PasswordInput name="repeat" label={t("repeat")} error={errors.repeat} autoComplete="new-password" />
    </>
  );
}

/** The problem with the repeated password, if any. */
export function useRepeatProblem(): (form: FormData) => string | undefined {
  const t = useTranslations("common.newPassword");
  return (form) => (form.get("password") === form.get("repeat") ? undefined : t("repeatWrong"));
}
