import type { Problem } from "../../schema/problem";
import { matching, shown } from "../../schema/vocabulary";
import type { BaseAction } from "./action-shape";

export const artifactPathPattern = /^[A-Za-z0-9_-]{1,100}::[^\s:][^:]*$/;

/** A file in an artifact, `<artifact>::<path>`. */
export const artifactPath = matching(
  artifactPathPattern,
  "give the name of an input artifact and the path of a file in it, such as source::template.yml",
);

/** Returns the reference to a file in an artifact, `<artifact>::<path>`, for configuration keys that read one. */
export function inArtifact(artifact: string, path: string): string {
  return `${artifact}::${path}`;
}

/** Refuses a file in an artifact that is no input artifact of the action. */
export function artifactPathProblems({ inputArtifacts }: BaseAction, key: string, path: string | undefined): Problem[] {
  const artifact = path?.split("::")[0];
  if (artifact === undefined || inputArtifacts.includes(artifact)) {
    return [];
  }
  const fix = inputArtifacts.length > 0 ? `name one of ${inputArtifacts.join(", ")}` : "add it to inputArtifacts";
  return [{ path: `configuration.${key}`, reason: `is ${shown(path)}, in no input artifact of the action: ${fix}` }];
}
