import type { Gap } from "../preview/gap";

const KINDS: Readonly<Record<Gap["kind"], (what: string) => string>> = {
  component: (what) => `${what}: the provider makes its children`,
  callback: (what) => `${what}: a callback of an unknown output makes resources`,
  list: (what) => `${what}: the program goes through a list of unknown length`,
  environment: (what) => `environment ${what}: Pulumi ESC holds its settings`,
};

/** One line for each part of the program that only the real engine knows. */
export function gapLines(gaps: readonly Gap[]): string[] {
  return gaps.map(({ kind, what }) => KINDS[kind](what));
}

/** How much of the program is missing, in one sentence. */
export function incompleteness(gaps: readonly Gap[]): string {
  return gaps.length === 1
    ? "1 part of the program is unknown offline, so its resources are neither shown nor judged"
    : `${gaps.length} parts of the program are unknown offline, so their resources are neither shown nor judged`;
}
