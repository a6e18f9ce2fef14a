import { regionOf } from "../../aws/arn";
import { bucketName, keyArnSchema } from "../../aws/names";
import { type Problem, within } from "../../schema/problem";
import { schemaProblems, shown } from "../../schema/vocabulary";

/** A store that a pipeline is given. An output is known too late to be checked. */
interface GivenStore {
  readonly artifactBucketName: unknown;
  readonly encryptionKeyArn: unknown;
}

/** Refuses names of stores that the documents of a pipeline's roles must not hold, such as patterns and aliases. */
export function givenStoreProblems(path: string, region: string, store: GivenStore): Problem[] {
  const { artifactBucketName, encryptionKeyArn: key } = store;
  return within(path, [
    ...within("artifactBucketName", schemaProblems(bucketName, artifactBucketName)),
    ...(typeof key === "string" ? within("encryptionKeyArn", keyProblems(key, region)) : []),
  ]);
}

function keyProblems(arn: string, region: string): Problem[] {
  const problems = schemaProblems(keyArnSchema, arn);
  return problems.length > 0 || regionOf(arn) === region
    ? problems
    : [{ path: "", reason: `is ${shown(arn)}: give a key of ${region}, where the artifacts are` }];
}
