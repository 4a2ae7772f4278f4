import { expect, test } from "vitest";
import { type Carrier, NO_FIGURES } from "./carrier.ts";
import { stateOfCarrier } from "./carrier-state.ts";

const since = "2026-11-29T09:00:00Z";
const ready = { process: "a", ready: true, reason: null, detail: null, since };
const down = { process: "b", ready: false, reason: "breaker_open", detail: null, since };

function carrier(change: Partial<Carrier>, [accepted, rejected, unknown] = [0, 0, 0]) {
  return stateOfCarrier({
    enabled: true,
    asked: true,
    usable: true,
    said: [ready],
    binds: [],
    figures: { ...NO_FIGURES, accepted: accepted!, rejected: rejected!, unknown: unknown! },
    ...change,
  }).kind;
}

test("a carrier that is reached but takes hardly anything is not ready", () => {
  expect(carrier({}, [95, 5, 0])).toBe("ready");
  expect(carrier({}, [0, 0, 0])).toBe("ready");
  expect(carrier({}, [0, 5, 0])).toBe("failing");
  expect(carrier({}, [10, 3, 2])).toBe("failing");
});

test("what is known for certain comes first", () => {
  expect(carrier({ said: [down] }, [0, 5, 0])).toBe("down");
  expect(carrier({ said: [ready, down] }, [0, 5, 0])).toBe("partly");
  expect(carrier({ enabled: false }, [0, 5, 0])).toBe("off");
  expect(carrier({ said: [] }, [0, 5, 0])).toBe("unheard");
});
