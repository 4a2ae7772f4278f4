import { waitMs } from "../poll-schedule.ts";
import type { StatusPoll } from "../provider.ts";
import { at, textsOf } from "../reports/field.ts";
import { finalStates } from "../reports/final-words.ts";
import { readReportBody, UnreadableBody } from "../reports/report-body.ts";
import type { Answer } from "./answer.ts";
import { placeholders } from "./placeholders.ts";
import type { PollConfig } from "./poll-config.ts";
import { fillRequest } from "./request.ts";
import { requestTemplate } from "./request-template.ts";
import type { Transport, Way } from "./transport.ts";

/** Asks by one HTTP request for a message, as the configuration describes it. */
export function statusPoll(config: PollConfig, transport: Transport, way: Way): StatusPoll {
  const template = requestTemplate(config, { language: "english", encoding: "gsm" });
  const to = transport.to(new URL(config.url), way);
  const finalState = finalStates(config);
  const needsId = [config.url, config.body ?? "", ...Object.values(config.headers)].some((text) =>
    placeholders(text, "asking").names.includes("provider_id"),
  );
  const statusIn = async ({ text }: Answer): Promise<string | undefined> => {
    if (config.status_field === undefined) return text.trim();
    const [status] = textsOf(at(await readReportBody(Buffer.from(text), ""), config.status_field));
    return status;
  };

  return {
    waitMs: (asked, ageMs) => waitMs(config, asked, ageMs),
    // Dots alone would be a step up in the address's path.
    canAsk: ({ providerId }) => !needsId || (providerId !== null && !/^\.*$/.test(providerId)),
    async ask({ providerId, ...message }) {
      const answer = await transport.ask(
        to,
        () =>
          fillRequest(config.method, template, {
            ...message,
            ...(providerId === null ? {} : { providerId }),
          }),
        (status, read) => (status === 200 ? read : null),
      );
      if (!answer) return null;
      try {
        const status = await statusIn(answer);
        return status === undefined ? null : finalState(status);
      } catch (error) {
        if (error instanceof UnreadableBody) return null;
        throw error;
      }
    },
  };
}
