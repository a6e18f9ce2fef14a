import { findActionType } from "../../actions/catalogue";
import { conditionKinds } from "../definition/stage-conditions";
import { mapOf } from "./aws-map";
import { configurationOf } from "./aws-values";
import { actionTypeIdOf } from "./type-id";

type Keys = Readonly<Record<string, unknown>>;

/** An artifact that a CloudFormation action names and does not write. */
export interface UnwrittenArtifact {
  readonly artifact: string;
  /** Stage and action that name it. */
  readonly maker: string;
  /** Stages and actions that take it without a need, in the order of the file. */
  readonly takers: readonly string[];
}

/**
 * Finds the output artifacts that AWS ignores: CloudFormation writes none without OutputFileName. An artifact that a
 * later action needs is none of them, because that action fails on AWS.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html
 */
export function unwrittenArtifacts(structure: unknown): UnwrittenArtifact[] {
  const actions = listOf(mapOf(structure)?.stages).flatMap((stage) =>
    listOf(stage.actions).map((action) => ({ action, place: `${String(stage.name)}/${String(action.name)}` })),
  );
  const ruleInputs = listOf(mapOf(structure)?.stages).flatMap((stage) =>
    conditionKinds.flatMap((kind) =>
      listOf(mapOf(stage[kind])?.conditions).flatMap(({ rules }) => listOf(rules).flatMap(inputsOf)),
    ),
  );
  return actions
    .filter(({ action }) => writesNone(action))
    .flatMap(({ action: { outputArtifacts }, place: maker }) =>
      namesOf(outputArtifacts).map((artifact) => {
        const takers = actions.filter(({ action }) => inputsOf(action).includes(artifact));
        return { artifact, maker, takers };
      }),
    )
    .filter(({ artifact, takers }) => {
      const needed = takers.some(({ action }) => needs(action, artifact));
      return !needed && !ruleInputs.includes(artifact);
    })
    .map(({ takers, ...found }) => ({ ...found, takers: takers.map(({ place }) => place) }));
}

/** An action without the artifacts that AWS ignores. */
export function withoutUnwritten(written: unknown, unwritten: readonly UnwrittenArtifact[]): unknown {
  const action = mapOf(written);
  const ignored = unwritten.map(({ artifact }) => artifact);
  if (action === undefined || ignored.length === 0) {
    return written;
  }
  const kept = (key: string) =>
    Array.isArray(action[key])
      ? { [key]: action[key].filter((artifact) => !ignored.includes(String(mapOf(artifact)?.name))) }
      : {};
  return { ...action, ...kept("inputArtifacts"), ...kept("outputArtifacts") };
}

function writesNone(action: Keys): boolean {
  const { provider } = mapOf(action.actionTypeId) ?? {};
  const values = configurationOf(action) ?? {};
  return provider === "CloudFormation" && (values.OutputFileName === undefined || values.ActionMode === "DELETE_ONLY");
}

/** Whether an action reads an artifact: its configuration names it, or it has too few without it. */
function needs(action: Keys, artifact: string): boolean {
  const { configuration = {} } = action;
  const text = typeof configuration === "string" ? configuration : (JSON.stringify(configuration) ?? "");
  const least = findActionType(actionTypeIdOf(mapOf(action.actionTypeId) ?? {}))?.inputArtifacts.min ?? 0;
  return new RegExp(`(?<![\\w-])${artifact}(?![\\w-])`).test(text) || inputsOf(action).length - 1 < least;
}

function inputsOf({ inputArtifacts }: Keys): string[] {
  return namesOf(inputArtifacts);
}

function namesOf(artifacts: unknown): string[] {
  return listOf(artifacts).flatMap(({ name }) => (typeof name === "string" ? [name] : []));
}

function listOf(value: unknown): Keys[] {
  return Array.isArray(value) ? value.map((item) => mapOf(item) ?? {}) : [];
}
