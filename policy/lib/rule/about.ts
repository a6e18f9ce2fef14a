import type { Finding } from "../facts/finding";
import type { StackFinding } from "./rule";

/** Returns findings as findings about one resource of the stack. */
export function about(urn: string, findings: readonly Finding[]): StackFinding[] {
  return findings.map((finding) => ({ urn, finding }));
}
