import type { Transport, Way } from "#providers/http/connection/transport.ts";
import { placeholders } from "#providers/http/request/placeholders.ts";
import { fillRequest } from "#providers/http/request/request.ts";
import { requestTemplate } from "#providers/http/request/request-template.ts";
import { waitMs } from "#providers/poll-schedule.ts";
import type { StatusPoll } from "#providers/provider.ts";
import { at, textsOf } from "#providers/reports/field.ts";
import { finalStates } from "#providers/reports/final-words.ts";
import { readReportBody, UnreadableBody } from "#providers/reports/report-body.ts";
import { notAnswered, openAnswer, type StatusAnswer } from "#providers/reports/status-answer.ts";
import type { Answer } from "./answer.ts";
import type { PollConfig } from "./poll-config.ts";

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
      const found = await transport.ask<{ status: number; answer: Answer } | StatusAnswer>(
        to,
        () =>
          fillRequest(config.method, template, {
            ...message,
            ...(providerId === null ? {} : { providerId }),
          }),
        (status, answer) => ({ status, answer }),
        notAnswered,
      );
      if ("kind" in found) return found;
      const { status, answer } = found;
      const open = openAnswer(status, answer.text);
      if (status !== 200) return open;
      try {
        const state = await statusIn(answer);
        return (state === undefined ? null : finalState(state)) ?? open;
      } catch (error) {
        if (error instanceof UnreadableBody) return open;
        throw error;
      }
    },
  };
}
