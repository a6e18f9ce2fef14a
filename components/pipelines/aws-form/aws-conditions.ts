import { ruleConfigurationSchemaOf } from "../../actions/rules/catalogue";
import { artifactNames } from "./aws-artifacts";
import { eachOf, mapOf, readKeys, readText } from "./aws-map";
import { readConfiguration } from "./aws-values";

/**
 * The condition of one kind in our form: AWS takes one, as a list, and a second one is left where the schema finds it.
 * Nothing if there is none at all.
 */
export function readAwsConditions(written: unknown): unknown {
  const kind = mapOf(written);
  if (kind === undefined) {
    return written;
  }
  const { conditions = [], retryConfiguration, ...others } = kind;
  const [head, ...more] = Array.isArray(conditions) ? conditions : [];
  const first = mapOf(head);
  const taken = first !== undefined && [undefined, first.result].includes(others.result);
  const left = taken ? more : conditions;
  const condition = {
    ...others,
    ...readRetry(retryConfiguration),
    ...(taken && readCondition(first)),
    ...(Array.isArray(left) && left.length === 0 ? {} : { conditions: left }),
  };
  return Object.keys(condition).length === 0 ? undefined : condition;
}

function readRetry(written: unknown): Readonly<Record<string, unknown>> {
  const retry = mapOf(written);
  if (retry === undefined) {
    return written === undefined ? {} : { retryConfiguration: written };
  }
  const { retryMode, ...others } = retry;
  return {
    ...(retryMode !== undefined && { retryMode }),
    ...(Object.keys(others).length > 0 && { retryConfiguration: others }),
  };
}

function readCondition({ rules, ...others }: Readonly<Record<string, unknown>>) {
  return { ...others, ...(rules !== undefined && { rules: eachOf(rules, readAwsRule) }) };
}

/** A rule in our form, from one in AWS's. */
function readAwsRule(written: unknown): unknown {
  const { ruleTypeId, configuration, inputArtifacts, ...rule } = mapOf(written) ?? {};
  const typeId = mapOf(ruleTypeId);
  if (typeId === undefined) {
    return written;
  }
  const provider = readText(typeId.provider);
  const schema = typeof provider === "string" ? ruleConfigurationSchemaOf(provider) : undefined;
  const values = mapOf(configuration);
  return {
    ...readKeys(rule, ["commands"]),
    provider,
    ...(inputArtifacts !== undefined && { inputArtifacts: artifactNames(inputArtifacts) }),
    ...(configuration !== undefined && {
      configuration: values && schema ? readConfiguration(schema, values) : configuration,
    }),
  };
}
