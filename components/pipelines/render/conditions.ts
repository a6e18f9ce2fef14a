import { type BaseRule, ruleTypeId } from "../../actions/rules/rule-type";
import { rulePerformerName } from "../../aws/role-names";
import { renderConfiguration } from "../definition/action-configuration";
import type { StageModel } from "../definition/schema";
import type { ConditionKind } from "../definition/stage-conditions";

/** A rule in the shape that the AWS provider takes. */
export interface RenderedRule {
  name: string;
  ruleTypeId: { category: string; owner: string; provider: string; version: string };
  configuration: Record<string, string>;
  inputArtifacts: string[];
  commands?: string[];
  region?: string;
  timeoutInMinutes?: number;
  roleArn?: string;
}

export interface RenderedCondition {
  result: string;
  rules: RenderedRule[];
}

/** The conditions of a stage in the shape that the AWS provider takes. */
export interface RenderedConditions {
  beforeEntry?: { condition: RenderedCondition };
  onSuccess?: { condition: RenderedCondition };
  onFailure?: { result: string; retryConfiguration?: { retryMode: string } } | { condition: RenderedCondition };
}

/**
 * The conditions of a stage in the shape that the AWS provider takes.
 *
 * @param roleOf - the ARN of the role of a rule, by what the rule is called among the actions of its stage
 */
export function renderConditions(
  { beforeEntry, onSuccess, onFailure }: StageModel,
  roleOf: (actionOrRule: string) => string | undefined,
): RenderedConditions {
  const condition = (kind: ConditionKind, result: string, rules: readonly BaseRule[]) => ({
    condition: { result, rules: rules.map((rule) => renderRule(rule, roleOf(rulePerformerName(kind, rule.name)))) },
  });
  return {
    ...(beforeEntry && { beforeEntry: condition("beforeEntry", beforeEntry.result, beforeEntry.rules) }),
    ...(onSuccess && { onSuccess: condition("onSuccess", onSuccess.result, onSuccess.rules) }),
    ...(onFailure && {
      onFailure: onFailure.rules
        ? condition("onFailure", onFailure.result, onFailure.rules)
        : {
            result: onFailure.result,
            ...(onFailure.result === "RETRY" && {
              retryConfiguration: { retryMode: onFailure.retryMode ?? "FAILED_ACTIONS" },
            }),
          },
    }),
  };
}

function renderRule(rule: BaseRule, roleArn: string | undefined): RenderedRule {
  const { name, provider, configuration, inputArtifacts, commands, region, timeoutInMinutes } = rule;
  return {
    name,
    ruleTypeId: { ...ruleTypeId, provider },
    configuration: renderConfiguration(configuration),
    inputArtifacts: [...inputArtifacts],
    ...(commands && { commands: [...commands] }),
    ...(region !== undefined && { region }),
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    ...(roleArn !== undefined && { roleArn }),
  };
}
