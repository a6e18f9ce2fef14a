import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Timeouts } from "./resource";

const SECONDS = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 } as const;

/** Reads `customTimeouts`, which are written like `1h30m`. */
export function readTimeouts(timeouts: RegisterResourceRequest.CustomTimeouts | undefined): Timeouts {
  if (timeouts === undefined) {
    return {};
  }
  return {
    ...given("create", timeouts.getCreate()),
    ...given("update", timeouts.getUpdate()),
    ...given("delete", timeouts.getDelete()),
  };
}

function given(name: keyof Timeouts, text: string): Timeouts {
  return text === "" ? {} : { [name]: secondsOf(name, text) };
}

function secondsOf(name: string, text: string): number {
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) {
    throw new Error(`customTimeouts.${name} must be a duration such as "5m" or "1h30m", not "${text}"`);
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * SECONDS[unit as keyof typeof SECONDS], 0);
}
