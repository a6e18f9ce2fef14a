import type { RenderedRule } from "../../components/pipelines/render/conditions";
import type { RenderedStage } from "../../components/pipelines/render/pipeline";

/** An action at work, with every reference replaced by its value. */
export interface ActionRun {
  /** The stage and the action, `Deploy/Infrastructure`. */
  readonly name: string;
  readonly provider: string;
  readonly configuration: Readonly<Record<string, string>>;
  /** Lines of an action that runs commands on CodePipeline's own compute. */
  readonly commands: readonly string[];
}

/** Does the work of an action. Returns its output variables; undefined if it fails. */
export type Perform = (run: ActionRun) => Readonly<Record<string, string>> | undefined;

/** The beginning of an execution. */
export interface Start {
  readonly executionId: string;
  /** The stage to begin with, as a rollback does. */
  readonly from?: string;
  /** Variables that earlier stages left behind. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Execution {
  readonly succeeded: boolean;
  /** Actions that succeeded, `Deploy/Infrastructure`; also `Deploy skipped`, `Deploy failed`. */
  readonly steps: readonly string[];
  /** Variables of all namespaces, `Preview.PLAN_DIGEST`. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Executes a rendered pipeline: stages in order, conditions before entry, actions by run order, references, failures.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export function runPipeline(stages: readonly RenderedStage[], perform: Perform, start: Start): Execution {
  const variables: Record<string, string> = {
    ...start.variables,
    "codepipeline.PipelineExecutionId": start.executionId,
  };
  const steps: string[] = [];
  const end = (succeeded: boolean): Execution => ({ succeeded, steps, variables });
  const first = start.from === undefined ? 0 : stages.findIndex(({ name }) => name === start.from);
  for (const { name: stageName, actions, beforeEntry, onSuccess, onFailure } of stages.slice(first)) {
    if (onSuccess !== undefined || onFailure !== undefined) {
      throw new Error(`${stageName} has conditions that are not played here`);
    }
    const { result, rules = [] } = beforeEntry?.condition ?? {};
    if (!rules.every((rule) => holds(rule, variables))) {
      steps.push(`${stageName} ${result === "SKIP" ? "skipped" : "failed"}`);
      if (result === "SKIP") {
        continue;
      }
      return end(false);
    }
    for (const action of [...actions].sort((one, other) => one.runOrder - other.runOrder)) {
      const name = `${stageName}/${action.name}`;
      const configuration = Object.entries(action.configuration ?? {}).map(([key, value]) => [
        key,
        resolve(String(value), variables),
      ]);
      const { provider, namespace } = action;
      const commands = (action.commands ?? []).map((line) => resolve(line, variables));
      const outputs = perform({ name, provider, configuration: Object.fromEntries(configuration), commands });
      if (outputs === undefined) {
        steps.push(`${stageName} failed`);
        return end(false);
      }
      steps.push(name);
      for (const [key, value] of Object.entries(outputs)) {
        variables[`${namespace}.${key}`] = value;
      }
    }
  }
  return end(true);
}

function resolve(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/#\{([^}]+)\}/g, (reference, name) => {
    const value = variables[name];
    if (value === undefined) {
      throw new Error(`${reference} has no value`);
    }
    return value;
  });
}

function holds({ ruleTypeId, configuration }: RenderedRule, variables: Readonly<Record<string, string>>): boolean {
  if (ruleTypeId.provider !== "VariableCheck") {
    throw new Error(`The rule ${ruleTypeId.provider} is not played here`);
  }
  const { Variable = "", Value = "", Operator = "" } = configuration;
  const actual = resolve(Variable, variables);
  switch (Operator) {
    case "EQ":
      return actual === Value;
    case "NE":
      return actual !== Value;
    case "CONTAINS":
      return actual.includes(Value);
    case "MATCHES":
      return javaPattern(Value).test(actual);
    default:
      throw new Error(`The operator ${Operator} is not played here`);
  }
}

/** A pattern of Java, whose anchors of the whole text JavaScript spells otherwise. */
export function javaPattern(pattern: string): RegExp {
  return new RegExp(pattern.replace(/^\\A/, "^").replace(/\\z$/, "$"));
}
