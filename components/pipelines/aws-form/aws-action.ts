import { configurationSchemaOf, findActionType } from "../../actions/catalogue";
import { artifactNames, outputArtifacts } from "./aws-artifacts";
import { mapOf, readKeys, readText } from "./aws-map";
import { readConfiguration, readJson } from "./aws-values";
import { actionTypeIdOf } from "./type-id";

/** Keys of any action that say no more than silence where they are empty. */
const silent = ["commands", "environmentVariables", "outputVariables"];

/** An action in our form, from one in AWS's. Anything else stays as it is, for the schema to refuse. */
export function readAwsAction(written: unknown): unknown {
  const { actionTypeId, configuration, inputArtifacts, outputArtifacts: made, ...action } = mapOf(written) ?? {};
  const typeId = mapOf(actionTypeId);
  if (typeId === undefined) {
    return written;
  }
  const { category, owner, provider, version } = typeId;
  return {
    ...readKeys(action, silent),
    owner,
    provider: readText(provider),
    category,
    ...(owner === "Custom" && { version: readText(version) }),
    ...(inputArtifacts !== undefined && { inputArtifacts: artifactNames(inputArtifacts) }),
    ...(made !== undefined && outputArtifacts(made)),
    ...readValues(typeId, configuration),
  };
}

/** The configuration of an action as AWS takes it: with what it takes for granted, without what it ignores. */
function readValues(typeId: Readonly<Record<string, unknown>>, written: unknown) {
  const values = mapOf(typeof written === "string" ? readJson(written) : (written ?? {}));
  if (values === undefined) {
    return { configuration: written };
  }
  const id = actionTypeIdOf(typeId);
  const type = findActionType(id);
  const schema = configurationSchemaOf(id);
  const ignored = type?.ignoredKeys?.(values) ?? [];
  const said = Object.entries({ ...type?.awsDefaults, ...values }).filter(([key]) => !ignored.includes(key));
  const configuration = Object.fromEntries(said);
  return said.length > 0 ? { configuration: schema ? readConfiguration(schema, configuration) : configuration } : {};
}
