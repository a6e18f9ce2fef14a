import type { ActionContext } from "../../actions/base/action-type";
import { digest, nameLimits, physicalName } from "../../aws/physical-name";
import type { AwsScope } from "../../aws/scope";
import type { Problem } from "../../schema/problem";
import type { PipelineModel } from "../definition/schema";
import { placeOf } from "../validation/cross-region";
import { actionsAndRulesOf } from "./actions-and-rules";

/** The names of the buckets that artifacts are kept in, by region. */
export type ArtifactBuckets = Readonly<Record<string, string>>;

/**
 * Names the buckets of a pipeline: its own, and one in each further region that an action or rule runs in. The existing
 * ones keep their names.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html
 */
export function nameArtifactBuckets(
  pipeline: PipelineModel,
  { scope, pipelineName }: ActionContext,
  homeBucket: string,
  existing: ArtifactBuckets = {},
): ArtifactBuckets {
  const further = otherRegions(pipeline, scope).map((region) => [
    region,
    existing[region] ?? regionalBucketName(pipelineName, scope, region),
  ]);
  return { [scope.region]: homeBucket, ...Object.fromEntries(further) };
}

/** Refuses existing stores of the pipeline's own region, and of regions in which nothing runs. */
export function existingStoreProblems(pipeline: PipelineModel, home: AwsScope, existing: readonly string[]): Problem[] {
  const regions = otherRegions(pipeline, home);
  return existing
    .filter((region) => !regions.includes(region))
    .map((region) => ({
      path: `regionalStores.${region}`,
      reason:
        region === home.region
          ? "is the region of the pipeline, whose store artifactBucketName and encryptionKeyArn are: remove it"
          : `is a region that nothing runs in: ${regions.length === 0 ? "remove it" : `give one of ${regions.join(", ")}`}`,
    }));
}

/** The regions beside its own in which a pipeline runs something, in the order in which they are named. */
export function otherRegions(pipeline: PipelineModel, home: AwsScope): string[] {
  const regions = actionsAndRulesOf(pipeline).map((actionOrRule) => placeOf(home, actionOrRule).region);
  return [...new Set(regions)].filter((region) => region !== home.region);
}

/** A name that says whose artifacts and where: pipelines of one name in several regions may act in the same one. */
function regionalBucketName(pipelineName: string, { account, region: home }: AwsScope, region: string): string {
  const plain = pipelineName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  // Names of pipelines know characters and upper case that names of buckets do not.
  const own = plain === pipelineName ? [plain] : [plain, digest(pipelineName)];
  return physicalName([...own.filter((part) => part !== ""), home, account, region], nameLimits.bucket);
}
