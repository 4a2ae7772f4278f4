import type { Metadata } from "next";
import { headers } from "next/headers";
import { getLocale, getTranslations } from "next-intl/server";
import { Answers } from "#components/docs/answers.tsx";
import { BareCode, CodeBlock } from "#components/docs/code-block.tsx";
import { Contents } from "#components/docs/contents.tsx";
import { FieldTable } from "#components/docs/field-table.tsx";
import { JsonText, pretty } from "#components/docs/json-text.tsx";
import { Limits } from "#components/docs/limits.tsx";
import { c, to, toFile } from "#components/docs/rich.tsx";
import { Endpoint, Section } from "#components/docs/section.tsx";
import { ClientSnippets } from "#components/docs/snippets.tsx";
import { States } from "#components/docs/states.tsx";
import { type SnippetPieces, SnippetPlacesProvider, TokenFill } from "#components/docs/token-place.tsx";
import { TryIt } from "#components/docs/try-it.tsx";
import { MagicNumbers } from "#components/inbox/magic-numbers.tsx";
import { Allowed } from "#components/shell/rights.tsx";
import { ContactLine } from "#components/subscription/contact-line.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { canTryApi } from "#core/access/access.ts";
import { exampleMessage, laterExample } from "#core/api/answers.ts";
import { KEY_LENGTH } from "#core/api/details.ts";
import { messageBodyOf } from "#core/api/message-body.ts";
import { balanceExample } from "#core/api/openapi.ts";
import {
  SNIPPET_KINDS,
  SNIPPET_LANGUAGES,
  type SnippetKind,
  type SnippetLanguage,
  TOKEN_PLACE,
} from "#core/api/snippets/places.ts";
import { snippet, snippetOrigin } from "#core/api/snippets.ts";
import { byUse, isLive, tokenState } from "#core/customer/token-state.ts";
import { render } from "#core/template/template.ts";
import { Words } from "#i18n/pick.tsx";
import { env } from "#runtime/env.ts";
import { listTokens } from "#services/customers/tokens.ts";
import { presentation } from "#services/gateway/presentation.ts";
import { sandboxNotice } from "#services/gateway/providers.ts";
import { allowedCountries } from "#services/sending/countries.ts";
import { listTemplates } from "#services/templates/templates.ts";
import { requireDeveloper } from "../../guards.ts";
import { highlight } from "../../highlight.ts";
import { revealToken } from "../tokens/actions.ts";
import { tryApi } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs"))("title") };
}

const SECTIONS = [
  "intro",
  "auth",
  "send",
  "try",
  "message",
  "balance",
  "idempotency",
  "states",
  "errors",
  "openapi",
  "sandbox",
  "limits",
] as const;

function Json({ label, body }: { label: string; body: object }) {
  const text = pretty(body);
  return (
    <CodeBlock label={label} text={text}>
      <JsonText text={text} />
    </CodeBlock>
  );
}

export default async function DocsPage() {
  const { actor, accountId } = await requireDeveloper();
  const [t, locale, asked, all, tokens, sandbox, countries, { contact }] = await Promise.all([
    getTranslations("docs"),
    getLocale(),
    headers(),
    listTemplates(actor, { accountId }),
    listTokens(actor, { id: accountId }),
    sandboxNotice(),
    allowedCountries(),
    presentation(),
  ]);
  // Set by the server: PUBLIC_URL, or the host of this request.
  const origin = snippetOrigin(asked.get("x-forwarded-proto"), asked.get("x-forwarded-host"));
  const templates = all.flatMap(({ id, name, archivedAt, serving }) =>
    archivedAt || !serving ? [] : [{ id, name, serving }],
  );
  const [template] = templates;
  const body = template?.serving.english ?? template?.serving.arabic;
  const example = {
    ...exampleMessage,
    ...(template && body ? { templateId: template.id, templateName: template.name } : {}),
    ...(body ? { text: render(body, exampleMessage.code) } : {}),
  };
  const usable = tokens
    .map((token) => ({ ...token, state: tokenState(token, new Date()) }))
    .filter(({ state }) => isLive(state))
    .sort(byUse);
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  const names = new Intl.ListFormat(locale).format(
    countries.map((country) => regions.of(country) ?? country),
  );

  return (
    <Words of={["try", "tokens"]}>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="flex max-w-[1200px] flex-col gap-8 lg:flex-row lg:gap-10">
        <Contents
          title={t("contents")}
          entries={SECTIONS.filter((id) => id !== "sandbox" || sandbox !== null).map((id) => ({
            id,
            text: t(`sections.${id}`),
          }))}
        />
        <SnippetPlacesProvider pieces={piecesOf(origin, template?.id ?? 1)}>
          <div className="flex min-w-0 flex-1 flex-col gap-12">
            <Section id="intro" title={t("sections.intro")}>
              <p>{t("intro.text")}</p>
              <BareCode label={t("intro.base")} text={origin} />
              <p className="text-muted">
                {t.rich("intro.requestId", { c, a: to("/requests") })}{" "}
                {t.rich("intro.openapi", { a: to("#openapi") })}
              </p>
            </Section>

            <Section id="auth" title={t("sections.auth")}>
              <p>{t.rich("auth.text", { c, a: to("/tokens"), b: to("/whitelist") })}</p>
              <Allowed>
                <TokenFill
                  tokens={usable.map(({ id, name, hint, state }) => ({ id, name, hint, state }))}
                  onReveal={revealToken}
                />
              </Allowed>
            </Section>

            <Section id="send" title={t("sections.send")}>
              <Endpoint method="POST" path="/api/otp/send/" />
              <p>{t("send.text")}</p>
              <FieldTable />
              {!template && (
                <p className="text-unknown">{t.rich("send.noTemplate", { a: to("/templates/new") })}</p>
              )}
              <ClientSnippets of="send" />
              <p>{t.rich("send.answer", { c })}</p>
              <Json label="201" body={messageBodyOf(example)} />
            </Section>

            <TrySection
              mayTry={canTryApi(actor)}
              templates={templates.map(({ id, name, serving }) => ({
                id,
                name,
                languages: [
                  ...(serving.arabic === null ? [] : ["0" as const]),
                  ...(serving.english === null ? [] : ["1" as const]),
                ],
              }))}
              sandboxOnly={sandbox === "only" || sandbox === "takesAll"}
            />

            <Section id="message" title={t("sections.message")}>
              <Endpoint method="GET" path="/api/otp/messages/{id}/" />
              <p>{t.rich("message.text", { c })}</p>
              <ClientSnippets of="message" />
              <Json label="200" body={laterExample(example)} />
            </Section>

            <Section id="balance" title={t("sections.balance")}>
              <Endpoint method="GET" path="/api/otp/balance/" />
              <p>{t.rich("balance.text", { c })}</p>
              <ClientSnippets of="balance" />
              <Json label="200" body={balanceExample} />
            </Section>

            <Section id="idempotency" title={t("sections.idempotency")}>
              <p>{t.rich("idempotency.text", { c, max: KEY_LENGTH })}</p>
              <ClientSnippets of="idempotent" />
              <p>{t.rich("idempotency.replay", { c })}</p>
            </Section>

            <Section id="states" title={t("sections.states")}>
              <p>{t("states.text")}</p>
              <States />
            </Section>

            <Section id="errors" title={t("sections.errors")}>
              <p>{t("errors.text")}</p>
              <Answers example={example} />
            </Section>

            <Section id="openapi" title={t("sections.openapi")}>
              <p>{t.rich("openapi.text", { a: toFile("/api/openapi.json") })}</p>
              <BareCode
                label={t("openapi.generate")}
                text={`npx @openapitools/openapi-generator-cli generate -i ${origin}/api/openapi.json -g python -o otp-client`}
              />
              <p className="text-muted">{t.rich("openapi.tools", { c })}</p>
              <p>{t.rich("openapi.postman", { a: toFile("/api/postman.json"), c })}</p>
            </Section>

            {sandbox !== null && (
              <Section id="sandbox" title={t("sections.sandbox")}>
                <p>{t("sandbox.text")}</p>
                <MagicNumbers />
                <p className="text-muted">{t.rich("sandbox.inbox", { a: to("/inbox") })}</p>
              </Section>
            )}

            <Section id="limits" title={t("sections.limits")}>
              <Limits countries={names} concurrency={env().ACCOUNT_CONCURRENCY} />
              <ContactLine text={contact[locale]} link={contact.link} />
            </Section>
          </div>
        </SnippetPlacesProvider>
      </div>
    </Words>
  );
}

/** All example clients, coloured. */
function piecesOf(origin: string, templateId: number): SnippetPieces {
  const places = { origin, templateId, token: TOKEN_PLACE };
  const inAll = <K extends string, V>(keys: readonly K[], make: (key: K) => V) =>
    Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<K, V>;
  return inAll(SNIPPET_KINDS, (kind: SnippetKind) =>
    inAll(SNIPPET_LANGUAGES, (language: SnippetLanguage) =>
      highlight(snippet(kind, language, places), language),
    ),
  );
}

async function TrySection({
  mayTry,
  ...props
}: Omit<Parameters<typeof TryIt>[0], "onTry"> & { mayTry: boolean }) {
  const t = await getTranslations("try");
  return (
    <Section id="try" title={t("title")}>
      <p>{t(mayTry ? "lead" : "readOnly")}</p>
      {!mayTry ? null : props.templates.length === 0 ? (
        <div className="flex flex-wrap items-center gap-3 text-muted">
          {t("noTemplate")} <LinkButton href="/templates/new">{t("writeTemplate")}</LinkButton>
        </div>
      ) : (
        <TryIt {...props} onTry={tryApi} />
      )}
    </Section>
  );
}
