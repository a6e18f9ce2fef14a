import { UNKNOWN_TEXT } from "./known";

/** A change in a repository. */
export interface Change {
  readonly kind: "push" | "tag" | "pull request";
  /** The repository, `acme/shop`, or the name of a CodeCommit repository. @default - every repository of the program */
  readonly repository?: string;
  /** The branch that a push moves, or that a pull request is to be merged into. */
  readonly branch?: string;
  /** The branch with the changes of a pull request. */
  readonly head?: string;
  readonly tag?: string;
  /** The event of a pull request. @default "OPEN" */
  readonly event?: "OPEN" | "UPDATED" | "CLOSED";
  /** Changed files. @default - unknown: filters of files are reported as undecided */
  readonly files?: readonly string[];
}

/** Whether one filter or source lets a change start a run, with the reason. */
export interface Decision {
  readonly starts: "yes" | "no" | "unknown";
  readonly reason: string;
}

export const yes = (reason: string): Decision => ({ starts: "yes", reason });
export const no = (reason: string): Decision => ({ starts: "no", reason });
export const undecided = (reason: string): Decision => ({ starts: "unknown", reason });

/** The decision of filters that must hold together: one that fails decides, then one that is undecided. */
export function together(decisions: readonly Decision[]): Decision {
  const failed =
    decisions.find(({ starts }) => starts === "no") ?? decisions.find(({ starts }) => starts === "unknown");
  const reasons = decisions.map(({ reason }) => reason).filter((reason) => reason !== "");
  return failed ?? yes(reasons.join(", ") || "its trigger has no filter");
}

/** Whether a change may be in a repository; a repository that the change or the program leaves open may be any. */
export function isSameRepository({ repository }: Change, own: string | undefined): boolean {
  return repository === undefined || own === undefined || own.includes(UNKNOWN_TEXT) || repository === own;
}
