import type { Problem } from "../schema/problem";
import { schemaProblems } from "../schema/vocabulary";
import { buildspecSchema } from "./buildspec";
import { buildspecConflicts } from "./buildspec-conflicts";

/**
 * Says everything that is wrong with a buildspec: its shape, and what its parts say together.
 *
 * @param spec whatever a person or a YAML file gave; nothing is taken for granted
 */
export function validateBuildspec(spec: unknown): Problem[] {
  return [...schemaProblems(buildspecSchema, spec), ...buildspecConflicts(spec)];
}
