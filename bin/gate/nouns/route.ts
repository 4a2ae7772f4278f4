import { type Command, Option } from "commander";
import { names, table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { idOf, listOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { leftOutTexts } from "#core/routing/left-out.ts";
import { type Explanation, explainRoute } from "#services/routing/explain.ts";
import { listRoutes, type Route, removeRoute, routeCoverage, setRoute } from "#services/routing/routes.ts";
import { closeProviders } from "#services/sending/provider-chain.ts";

interface Place {
  prefix: string;
  account?: number;
}

export function define(noun: Command): void {
  verb(noun, "set", "set which providers deliver to the numbers with a prefix, and in which order")
    .requiredOption("--prefix <digits>", "first digits of the numbers in international form, such as 96393")
    .requiredOption(
      "--providers <names>",
      "names separated by commas, in the order in which they are tried",
      listOf,
    )
    .option("--account <id>", "only for messages of this account", idOf)
    .action(
      act(async ({ prefix, providers, account: accountId }: Place & { providers: string[] }) => {
        const [route, coverage] = await withGateway(async () => [
          await setRoute(operator(), { prefix, providers, accountId }),
          await routeCoverage(operator()),
        ]);
        const lines = [
          `${nameOf(route)} goes to ${route.providers.join(", ")}.`,
          aboutUnserved(coverage.unserved.filter((each) => each === route.prefix)),
          aboutUncovered(coverage.uncovered),
        ];
        return { json: route, text: lines.filter(Boolean).join("\n") };
      }),
    );
  verb(noun, "list", "list the routes by prefix").action(
    act(async () => {
      const [routes, { uncovered, unserved }] = await lookAtGateway(async () => [
        await listRoutes(operator()),
        await routeCoverage(operator()),
      ]);
      const rows = routes.map(({ prefix, accountId, accountName, providers }) => ({
        prefix,
        account: accountId === null ? "" : `${accountId} ${names(accountName)}`,
        providers: providers.join(", "),
      }));
      const text = table(rows, "There is no route: the order of the providers decides.");
      return {
        json: { routes, uncovered, unserved },
        text: [text, aboutUnserved(unserved), aboutUncovered(uncovered)].filter(Boolean).join("\n"),
      };
    }),
  );
  verb(noun, "remove", "remove a route")
    .requiredOption("--prefix <digits>", "prefix of the route")
    .option("--account <id>", "the account of the route, if it has one", idOf)
    .action(
      act(async ({ prefix, account: accountId }: Place) => {
        const [route, coverage] = await withGateway(async () => [
          await removeRoute(operator(), { prefix, accountId }),
          await routeCoverage(operator()),
        ]);
        const lines = [`${nameOf(route)} is removed.`, aboutUncovered(coverage.uncovered)];
        return { json: route, text: lines.filter(Boolean).join("\n") };
      }),
    );
  verb(noun, "explain", "show which providers would be tried for a message, and why the others are left out")
    .requiredOption("--number <number>", "the phone number")
    .requiredOption("--template <id>", "the template", idOf)
    .option("--account <id>", "the sending account, if not the template's", idOf)
    .addOption(new Option("--language <language>", "language of the text").choices(["ar", "en"]))
    .action(
      act(async ({ template: templateId, account: accountId, ...rest }: Explain) => {
        const found = await lookAtGateway(() =>
          explainRoute(operator(), { ...rest, templateId, accountId }).finally(closeProviders),
        );
        const { candidates, leftOut } = found;
        return {
          json: { candidates: candidates.map(({ provider }) => provider), leftOut },
          text: explained(found),
        };
      }),
    );
}

interface Explain {
  number: string;
  template: number;
  account?: number;
  language?: string;
}

function nameOf({ prefix, accountId }: Route): string {
  return accountId === null ? `Prefix ${prefix}` : `Prefix ${prefix} of account ${accountId}`;
}

function aboutUncovered(uncovered: readonly string[]): string | undefined {
  return uncovered.length === 0
    ? undefined
    : `Warning: messages to these prefixes fail, as no route covers them: ${uncovered.join(", ")}`;
}

function aboutUnserved(unserved: readonly string[]): string | undefined {
  return unserved.length === 0
    ? undefined
    : `Warning: no number of an allowed country begins with ${unserved.join(", ")}; write prefixes in international form, such as 96393`;
}

const fates = {
  deliver: "",
  unavailable:
    "No provider can take it right now: the request would get a 503, and nothing would be charged.",
  unroutable: "No provider may deliver it: the request would get a 502, and nothing would be charged.",
};

function explained({ route, byOrder, fate, candidates, leftOut }: Explanation): string {
  const lines = [
    route ? `By the route for ${route.prefix}${route.own ? " of the account" : ""}:` : null,
    byOrder ? "By the order of the providers:" : null,
    !route && !byOrder ? "No route covers this number." : null,
    ...candidates.map(({ provider, sender, templateCode }, index) =>
      [`${index + 1}. ${provider}`, sender && `as ${sender}`, templateCode && `by template ${templateCode}`]
        .filter(Boolean)
        .join(", "),
    ),
    fates[fate],
    ...leftOut.map(({ provider, reason }) => `Left out: ${provider} (${leftOutTexts[reason]})`),
    "Whether carriers are connected is not known here: the page Routes asks the running server.",
  ];
  return lines.filter(Boolean).join("\n");
}
