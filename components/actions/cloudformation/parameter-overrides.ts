import { z } from "zod";
import type { Problem } from "../../schema/problem";
import { allowedKeys, nonEmptyText } from "../../schema/vocabulary";
import { artifactName, type BaseAction } from "../base/action-shape";
import { artifactPathProblems, inArtifact } from "../base/artifact-path";
import { exposedParameterProblems, templateParameterName } from "./template-parameters";

/**
 * The attributes of an artifact.
 *
 * @see
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-parameter-override-functions.html
 */
const artifactAttributes = ["BucketName", "ObjectKey", "URL"] as const;

type ArtifactAttribute = (typeof artifactAttributes)[number];

/** The largest JSON of parameters, in bytes. */
const overridesLimit = 1024;

const parameterOverride = z.union(
  [
    z.string(),
    allowedKeys({
      /** The name of an input artifact, and the attribute: `BucketName`, `ObjectKey` or `URL`. */
      "Fn::GetArtifactAtt": z.tuple([artifactName, z.enum(artifactAttributes)]),
    }),
    allowedKeys({
      /** The name of an input artifact, the name of a JSON file in it, and a key in that file. */
      "Fn::GetParam": z.tuple([artifactName, nonEmptyText, nonEmptyText]),
    }),
  ],
  {
    error:
      'is no value of a parameter: give text, { "Fn::GetArtifactAtt": [artifact, attribute] } or { "Fn::GetParam": [artifact, file, key] }',
  },
);

/** Values of a template's parameters, by name. */
export const parameterOverrides = z.record(templateParameterName, parameterOverride);

type Overrides = z.output<typeof parameterOverrides>;

/**
 * Returns the location of an input artifact as a parameter value, for templates that deploy from it, such as a Lambda
 * function's code.
 */
export function artifactAttribute(artifact: string, attribute: ArtifactAttribute) {
  return { "Fn::GetArtifactAtt": [artifact, attribute] satisfies [string, string] };
}

/** Returns a value from a JSON file of an input artifact, such as the output of a stack. */
export function artifactValue(artifact: string, file: string, key: string) {
  return { "Fn::GetParam": [artifact, file, key] satisfies [string, string, string] };
}

/** Refuses values from artifacts that the action does not take, secrets in plain text, and too much JSON. */
export function parameterOverrideProblems(action: BaseAction, overrides: Overrides = {}): Problem[] {
  return [
    ...Object.entries(overrides).flatMap(([name, value]) =>
      typeof value === "string"
        ? exposedParameterProblems(`configuration.ParameterOverrides.${name}`, name, value)
        : artifactPathProblems(action, `ParameterOverrides.${name}`, placeOf(value)),
    ),
    ...sizeProblems(JSON.stringify(overrides)),
  ];
}

function placeOf(value: Exclude<Overrides[string], string>): string {
  const [artifact, ...keys] = "Fn::GetParam" in value ? value["Fn::GetParam"] : value["Fn::GetArtifactAtt"];
  return inArtifact(artifact, keys.join("::"));
}

function sizeProblems(json: string): Problem[] {
  const { length } = new TextEncoder().encode(json);
  if (length <= overridesLimit) {
    return [];
  }
  return [
    {
      path: "configuration.ParameterOverrides",
      reason: `is ${length} bytes of JSON, and AWS takes ${overridesLimit}: keep what is known beforehand in TemplateConfiguration`,
    },
  ];
}
