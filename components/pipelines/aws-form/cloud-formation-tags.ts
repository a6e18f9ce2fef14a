import type { Tags } from "yaml";
import { templateFunction, templateFunctions } from "./template-function";

const names = new Map([
  ["Ref", "Ref"],
  ["Condition", "Condition"],
  ...templateFunctions.map((name) => [name, `Fn::${name}`] as const),
]);

/**
 * The short forms of CloudFormation's functions in YAML, such as `!Ref`, each for every kind of value. What stands in a
 * function is of no interest, since none is evaluated.
 */
export const cloudFormationTags: Tags = [...names].flatMap(([short, long]) => {
  const tag = { tag: `!${short}`, resolve: () => templateFunction(long) };
  return [tag, { ...tag, collection: "map" as const }, { ...tag, collection: "seq" as const }];
});
