import { z } from "zod";
import { readAwsAction, readAwsRule } from "./aws-action";

const rules = z.array(z.unknown()).optional();
const conditions = z.looseObject({ conditions: z.array(z.looseObject({ rules })).optional() });

const stage = z.looseObject({
  actions: z.array(z.unknown()).optional(),
  beforeEntry: conditions.optional(),
  onSuccess: conditions.optional(),
  onFailure: conditions.extend({ retryConfiguration: z.looseObject({}).optional() }).optional(),
});

const trigger = z.looseObject({ gitConfiguration: z.looseObject({ sourceActionName: z.unknown() }) });

const pipeline = z.looseObject({
  stages: z.array(z.unknown()),
  triggers: z.array(z.unknown()).optional(),
});

/** What AWS keeps beside the definition, and the environment gives: who the pipeline is and where artifacts go. */
const givenElsewhere = ["name", "version", "roleArn", "artifactStore", "artifactStores", "tags"];

/**
 * A pipeline in our form, from the structure that AWS's API reads and prints. Its role and its stores come from the
 * environment. What is not understood stays as it is, for the schema to refuse with its path.
 */
export function readAwsPipeline(written: unknown): unknown {
  const { data } = pipeline.safeParse(written);
  if (data === undefined) {
    return written;
  }
  const { triggers, stages, ...others } = data;
  return {
    ...Object.fromEntries(Object.entries(others).filter(([key]) => !givenElsewhere.includes(key))),
    ...(triggers && triggers.length > 0 && { triggers: triggers.map(readTrigger) }),
    stages: stages.map(readStage),
  };
}

function readTrigger(written: unknown): unknown {
  const { data } = trigger.safeParse(written);
  if (data === undefined) {
    return written;
  }
  const { sourceActionName, ...filters } = data.gitConfiguration;
  return { sourceAction: sourceActionName, ...filters };
}

function readStage(written: unknown): unknown {
  const { data } = stage.safeParse(written);
  if (data === undefined) {
    return written;
  }
  const { actions = [], beforeEntry, onSuccess, onFailure, ...others } = data;
  return {
    ...dropBlockers(others),
    actions: actions.map(readAwsAction),
    ...(beforeEntry && { beforeEntry: readCondition(beforeEntry) }),
    ...(onSuccess && { onSuccess: readCondition(onSuccess) }),
    ...(onFailure && { onFailure: readCondition(onFailure) }),
  };
}

/** AWS prints an empty list of blockers, which nobody can set. */
function dropBlockers({ blockers, ...others }: Record<string, unknown>): Record<string, unknown> {
  return Array.isArray(blockers) && blockers.length > 0 ? { ...others, blockers } : others;
}

/** AWS takes one condition of a kind, as a list; a second one is left where the schema finds it. */
function readCondition({ conditions: list = [], ...others }: z.output<typeof conditions>): unknown {
  const { retryConfiguration, ...result } = others;
  const [first, ...more] = list;
  const retryMode = z.looseObject({ retryMode: z.unknown() }).safeParse(retryConfiguration).data?.retryMode;
  return {
    ...result,
    ...(retryMode !== undefined && { retryMode }),
    ...first,
    ...(first?.rules && { rules: first.rules.map(readAwsRule) }),
    ...(more.length > 0 && { conditions: more }),
  };
}
