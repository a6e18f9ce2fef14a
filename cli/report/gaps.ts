import type { Gap } from "../preview/gap";

const KINDS: Readonly<Record<Gap["kind"], (what: string) => string>> = {
  component: (what) => `${what}: the provider makes its children`,
  callback: (what) => `${what}: a callback of an unknown output makes resources`,
  list: (what) => `${what}: the program goes through a list of unknown length`,
  type: (what) => `${what} is not installed, so its type is not judged`,
  environment: (what) => `environment ${what}: Pulumi ESC holds its settings`,
};

/** One line for each part of the program that only the real engine knows. */
export function gapLines(gaps: readonly Gap[]): string[] {
  return gaps.map(({ kind, what }) => KINDS[kind](what));
}

/** How much of the program and its settings is missing, in one sentence. */
export function incompleteness(gaps: readonly Gap[]): string {
  const environments = gaps.filter(({ kind }) => kind === "environment").length;
  const types = gaps.filter(({ kind }) => kind === "type").length;
  const parts = gaps.length - environments - types;
  return [
    ...(parts === 0
      ? []
      : [
          parts === 1
            ? "1 part of the program is unknown offline, so its resources are neither shown nor judged"
            : `${parts} parts of the program are unknown offline, so their resources are neither shown nor judged`,
        ]),
    ...(types === 0
      ? []
      : [
          types === 1
            ? "1 type is not judged, because its SDK is not installed"
            : `${types} types are not judged, because their SDKs are not installed`,
        ]),
    ...(environments === 0
      ? []
      : [
          environments === 1
            ? "1 environment is not read offline, so its settings are missing"
            : `${environments} environments are not read offline, so their settings are missing`,
        ]),
  ].join("; ");
}
