import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { BrandForm } from "#components/settings/brand-form.tsx";
import { ContactForm } from "#components/settings/contact-form.tsx";
import { CountriesForm } from "#components/settings/countries-form.tsx";
import { RetentionForm } from "#components/settings/retention-form.tsx";
import { SandboxForm } from "#components/settings/sandbox-form.tsx";
import { SecurityForm } from "#components/settings/security-form.tsx";
import { SmtpForm } from "#components/settings/smtp-form.tsx";
import { TimeZoneForm } from "#components/settings/time-zone-form.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canOperate } from "#core/access/access.ts";
import { allCountries } from "#core/phone/countries.ts";
import { messages } from "#i18n/messages.ts";
import { Words } from "#i18n/pick.tsx";
import { env } from "#runtime/env.ts";
import { listProviders } from "#services/gateway/providers.ts";
import { getSettings } from "#services/gateway/settings.ts";
import { smtpSettings } from "#services/mail/smtp.ts";
import { expectedOrigin } from "../../asked.ts";
import { requireAdmin } from "../../guards.ts";
import { saveLogo, saveSandbox, saveSettings } from "./actions.ts";
import { removeSmtp, saveSmtp, testSmtp } from "./mail-actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SettingsPage() {
  const { actor, twoFactor } = await requireAdmin();
  const t = await getTranslations("settings");
  const locale = await getLocale();
  const [settings, providers, mail] = await Promise.all([
    getSettings(actor),
    listProviders(actor),
    smtpSettings(actor),
  ]);
  const countryNames = new Intl.DisplayNames(locale, { type: "region" });
  const countries = allCountries
    .map((code) => ({ code, name: countryNames.of(code) ?? code }))
    .toSorted((a, b) => a.name.localeCompare(b.name, locale));
  return (
    <Words of={["settings"]}>
      <PageHeader title={t("title")} lead={t(canOperate(actor) ? "lead" : "leadReadOnly")} />
      <div className="flex max-w-[860px] flex-col gap-6">
        <BrandForm
          value={settings.brand}
          ownNames={{ english: messages.en.common.product, arabic: messages.ar.common.product }}
          logo={settings.logo}
          onSave={saveSettings.bind(null, "brand")}
          onLogo={saveLogo}
        />
        <ContactForm value={settings.contact} onSave={saveSettings.bind(null, "contact")} />
        <CountriesForm
          value={settings.countries.countries}
          environment={[...settings.environmentCountries]}
          all={countries}
          onSave={saveSettings.bind(null, "countries")}
        />
        <RetentionForm value={settings.retention} onSave={saveSettings.bind(null, "retention")} />
        <TimeZoneForm
          value={settings.timeZone.timeZone}
          zones={[
            ...new Set([settings.timeZone.timeZone, "UTC", ...Intl.supportedValuesOf("timeZone")]),
          ].sort()}
          onSave={saveSettings.bind(null, "timeZone")}
        />
        <SmtpForm
          value={mail.smtp}
          outbox={mail.outbox}
          origin={env().PUBLIC_URL === undefined ? await expectedOrigin() : null}
          onSave={saveSmtp}
          onTest={testSmtp}
          onRemove={removeSmtp}
        />
        <SecurityForm
          value={settings.security}
          hasOwn={twoFactor}
          onSave={saveSettings.bind(null, "security")}
        />
        {providers
          .filter(({ kind }) => kind === "sandbox")
          .map(({ name, takesOver }) => (
            <SandboxForm key={name} name={name} value={takesOver} onSave={saveSandbox} />
          ))}
      </div>
    </Words>
  );
}
