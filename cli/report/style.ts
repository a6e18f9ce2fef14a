import { styleText } from "node:util";

/** How a piece of text stands out. */
export type Emphasis = "heading" | "good" | "bad" | "warning" | "change" | "quiet";

/** Gives text an emphasis, or returns it as it is. */
export type Paint = (emphasis: Emphasis, text: string) => string;

const FORMATS = {
  heading: ["bold"],
  good: ["green"],
  bad: ["red", "bold"],
  warning: ["yellow"],
  change: ["cyan"],
  quiet: ["dim"],
} as const satisfies Record<Emphasis, readonly Parameters<typeof styleText>[0][]>;

/** Whether a stream shows colours: a terminal, unless `NO_COLOR` is set (https://no-color.org). */
export function showsColours(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && (env.NO_COLOR ?? "") === "";
}

/** Leaves text as it is. */
export function plain(_emphasis: Emphasis, text: string): string {
  return text;
}

/** Colours text for a terminal. */
export function coloured(emphasis: Emphasis, text: string): string {
  return styleText([...FORMATS[emphasis]], text);
}
