import { z } from "zod";
import { configurationSchemaOf, findActionType } from "../../actions/catalogue";
import { ruleConfigurationSchemaOf } from "../../actions/rules/catalogue";
import { readConfiguration } from "./aws-values";

const named = z.looseObject({ name: z.unknown().optional(), files: z.unknown().optional() });
const artifacts = z.array(named).optional();
const configuration = z.record(z.string(), z.unknown()).optional();

const typeId = z.looseObject({
  category: z.unknown().optional(),
  owner: z.unknown().optional(),
  provider: z.string().catch(""),
  version: z.unknown().optional(),
});

const awsAction = z.looseObject({
  actionTypeId: typeId,
  configuration,
  inputArtifacts: artifacts,
  outputArtifacts: artifacts,
});

const awsRule = z.looseObject({ ruleTypeId: typeId, configuration, inputArtifacts: artifacts });

/** An action in our form, from one in AWS's. What is no such action stays as it is, for the schema to refuse. */
export function readAwsAction(written: unknown): unknown {
  const { data } = awsAction.safeParse(written);
  if (data === undefined) {
    return written;
  }
  const { actionTypeId, configuration: values, inputArtifacts, outputArtifacts, ...action } = data;
  const { category, owner, provider, version } = actionTypeId;
  const id = { provider, category: text(category), owner: text(owner) };
  const files = outputArtifacts?.find((artifact) => artifact.files !== undefined)?.files;
  const schema = configurationSchemaOf(id);
  const said = { ...findActionType(id)?.unlessSaid, ...values };
  return {
    ...action,
    owner,
    provider,
    category,
    ...(owner === "Custom" && { version }),
    ...(inputArtifacts && { inputArtifacts: inputArtifacts.map(({ name }) => name) }),
    ...(outputArtifacts && { outputArtifacts: outputArtifacts.map(({ name }) => name) }),
    ...(files !== undefined && { outputFiles: files }),
    ...(Object.keys(said).length > 0 && { configuration: schema ? readConfiguration(schema, said) : said }),
  };
}

/** A rule in our form, from one in AWS's. */
export function readAwsRule(written: unknown): unknown {
  const { data } = awsRule.safeParse(written);
  if (data === undefined) {
    return written;
  }
  const { ruleTypeId, configuration: values, inputArtifacts, ...rule } = data;
  const schema = ruleConfigurationSchemaOf(ruleTypeId.provider);
  return {
    ...rule,
    provider: ruleTypeId.provider,
    ...(inputArtifacts && { inputArtifacts: inputArtifacts.map(({ name }) => name) }),
    ...(values && { configuration: schema ? readConfiguration(schema, values) : values }),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
