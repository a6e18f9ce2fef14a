import { readAwsAction } from "./aws-action";
import { readAwsConditions } from "./aws-conditions";
import { eachOf, mapOf, readKeys, readText } from "./aws-map";
import { configurationOf } from "./aws-values";
import { type UnwrittenArtifact, unwrittenArtifacts, withoutUnwritten } from "./unwritten-artifacts";

/**
 * Keys that AWS keeps beside the definition: identity, artifact stores, and the instruction to CloudFormation to start
 * the pipeline after an update.
 */
const givenElsewhere = [
  "name",
  "version",
  "roleArn",
  "artifactStore",
  "artifactStores",
  "tags",
  "restartExecutionOnUpdate",
];

/** Keys that say no more than silence where they are empty or false. */
const silent = ["disableInboundStageTransitions", "triggers"];

/**
 * A pipeline in our form, from the structure that AWS's API reads and prints. Its role and its stores come from the
 * environment. An unknown part stays as it is, for the schema to refuse with its path.
 */
export function readAwsPipeline(written: unknown): unknown {
  const pipeline = mapOf(written);
  if (pipeline === undefined) {
    return written;
  }
  const others = Object.fromEntries(Object.entries(pipeline).filter(([key]) => !givenElsewhere.includes(key)));
  const { triggers, variables, stages, ...said } = readKeys(others, silent);
  const unwritten = unwrittenArtifacts(pipeline);
  return {
    ...said,
    ...(triggers !== undefined && { triggers: eachOf(triggers, readTrigger) }),
    ...(variables !== undefined && { variables: eachOf(variables, readVariable) }),
    stages: eachOf(stages, (stage) => readStage(withoutIgnoredDetection(stage, triggers), unwritten)),
  };
}

function readTrigger(written: unknown): unknown {
  const { providerType, gitConfiguration, ...others } = mapOf(written) ?? {};
  const git = mapOf(gitConfiguration);
  if (git === undefined) {
    return written;
  }
  const { sourceActionName, ...filters } = git;
  return {
    ...others,
    ...(providerType !== undefined && providerType !== "CodeStarSourceConnection" && { providerType }),
    sourceAction: readText(sourceActionName),
    ...readKeys(filters, ["push", "pullRequest"]),
  };
}

/** AWS ignores DetectChanges of a source that has a trigger. */
function withoutIgnoredDetection(written: unknown, triggers: unknown): unknown {
  const sources = (Array.isArray(triggers) ? triggers : []).map(
    (trigger) => mapOf(mapOf(trigger)?.gitConfiguration)?.sourceActionName,
  );
  const stage = mapOf(written);
  if (stage === undefined || sources.length === 0) {
    return written;
  }
  return {
    ...stage,
    actions: eachOf(stage.actions, (written) => {
      const action = mapOf(written);
      const values = configurationOf(action);
      if (values?.DetectChanges === undefined || !sources.includes(action?.name)) {
        return written;
      }
      const { DetectChanges: _, ...configuration } = values;
      return { ...action, configuration };
    }),
  };
}

function readVariable(written: unknown): unknown {
  const variable = mapOf(written);
  return variable ? readKeys(variable) : written;
}

function readStage(written: unknown, unwritten: readonly UnwrittenArtifact[]): unknown {
  const stage = mapOf(written);
  if (stage === undefined) {
    return written;
  }
  const { actions = [], beforeEntry, onSuccess, onFailure, ...others } = stage;
  const conditions = Object.entries({ beforeEntry, onSuccess, onFailure }).map(
    ([kind, written]) => [kind, readAwsConditions(written)] as const,
  );
  return {
    // AWS prints an empty list of blockers, which nobody can set.
    ...readKeys(others, ["blockers"]),
    ...Object.fromEntries(conditions.filter(([, condition]) => condition !== undefined)),
    actions: eachOf(actions, (action) => readAwsAction(withoutUnwritten(action, unwritten))),
  };
}
