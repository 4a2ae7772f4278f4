import { useTranslations } from "next-intl";
import { TextInput } from "./text-input.tsx";

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
      <TextInput
        name="password"
        label={t("label")}
        hint={t("hint")}
        error={errors.password}
        type="password"
        autoComplete="new-password"
        ltr
        autoFocus={autoFocus}
      />
      <TextInput
        name="repeat"
        label={t("repeat")}
        error={errors.repeat}
        type="password"
        autoComplete="new-password"
        ltr
      />
    </>
  );
}

/** The problem with the repeated password, if any. */
export function useRepeatProblem(): (form: FormData) => string | undefined {
  const t = useTranslations("common.newPassword");
  return (form) => (form.get("password") === form.get("repeat") ? undefined : t("repeatWrong"));
}
