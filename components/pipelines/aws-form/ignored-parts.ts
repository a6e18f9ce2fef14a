import { findActionType } from "../../actions/catalogue";
import { mapOf } from "./aws-map";
import { configurationOf } from "./aws-values";
import { actionTypeIdOf } from "./type-id";
import { unwrittenArtifacts } from "./unwritten-artifacts";

/**
 * Names the parts of a pipeline in AWS's form that AWS ignores, and that the reader leaves out. Each note names stage,
 * action and key as the file spells them.
 */
export function ignoredParts(structure: unknown): string[] {
  const { stages, triggers, restartExecutionOnUpdate } = mapOf(structure) ?? {};
  const triggered = listOf(triggers).map((trigger) => mapOf(mapOf(trigger)?.gitConfiguration)?.sourceActionName);
  const ofActions = listOf(stages).flatMap((stage) =>
    listOf(mapOf(stage)?.actions).flatMap((action) =>
      ofAction(action, triggered).map(
        (note) => `${String(mapOf(stage)?.name)}/${String(mapOf(action)?.name)}: ${note}`,
      ),
    ),
  );
  const ofArtifacts = unwrittenArtifacts(structure).flatMap(({ artifact, maker, takers }) => [
    `${maker}: AWS writes no output artifact without OutputFileName. The artifact ${artifact} is left out.`,
    ...takers.map(
      (taker) => `${taker}: The input artifact ${artifact} is left out, because ${maker} does not write it.`,
    ),
  ]);
  const restart =
    String(restartExecutionOnUpdate).toLowerCase() === "true"
      ? ["RestartExecutionOnUpdate is left out, because only CloudFormation starts a pipeline after an update."]
      : [];
  return [...restart, ...ofActions, ...ofArtifacts];
}

function ofAction(written: unknown, triggered: readonly unknown[]): string[] {
  const action = mapOf(written) ?? {};
  const { name, actionTypeId, configuration } = action;
  const typeId = mapOf(actionTypeId);
  if (typeId === undefined) {
    return [];
  }
  const values = configurationOf(action) ?? {};
  const withoutEffect = findActionType(actionTypeIdOf(typeId))?.ignoredKeys?.(values) ?? [];
  return [
    ...withoutEffect
      .filter((key) => values[key] !== undefined)
      .map((key) => `AWS ignores ${key} beside the other keys.`),
    ...(triggered.includes(name) && values.DetectChanges !== undefined
      ? ["AWS ignores DetectChanges, because a trigger watches the source."]
      : []),
    ...(typeof configuration === "string" ? ["The configuration is JSON in a text. It is read as an object."] : []),
  ];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
