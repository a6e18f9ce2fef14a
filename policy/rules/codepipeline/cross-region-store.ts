import { at, isSet, type Located, locatedItems, textOf, unknownValue, type Value } from "../../iam/value";
import { type Finding, unjudged, unknownAt, violation } from "../../lib/facts/finding";
import { pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineCrossRegionStore = resourceRule({
  name: "codepipeline-cross-region-store",
  displayName: "Every Region has its artifact store and key",
  description:
    "Pipelines should have an artifact store and a key in each Region of their actions. CodePipeline needs a store in the action's Region.",
  severity: "medium",
  enforcementLevel: "mandatory",
  remediationSteps:
    "Add an element with region, location and encryptionKey to artifactStores for every Region of an action.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
  tags: ["codepipeline", "encryption"],
  equivalentChecks: { config: ["CODEPIPELINE_REGION_FANOUT_CHECK"] },
  types: [pipelineType],
  judge: storesInEveryRegion,
});

function storesInEveryRegion({ props }: JudgedResource): Finding[] {
  const stores = locatedItems("artifactStores", props.artifactStores);
  const regions = stores.map(({ value: store }) => at(store, "region"));
  const actions = pipelineActions(props.stages).flatMap((action) => judgeAction(action, regions, props.region));
  return [...stores.flatMap(judgeKey), ...actions];
}

/** A pipeline's only store has no region: it is in the pipeline's Region. */
function judgeAction({ path, value: action }: Located, stores: readonly Value[], pipelineRegion: Value): Finding[] {
  const region = at(action, "region");
  if (!isSet(region) || (region !== unknownValue && (region === pipelineRegion || stores.includes(region)))) {
    return [];
  }
  if (region === unknownValue || stores.includes(unknownValue)) {
    return [unknownAt(region === unknownValue ? `${path}.region` : "artifactStores.region")];
  }
  return isSet(pipelineRegion) || stores.some(isSet)
    ? [violation(`${path}.region`, "should have an element of artifactStores with this region and a key of it")]
    : [unjudged(`${path}.region`, "may be the pipeline's own or another one: state region of the pipeline too")];
}

/** codepipeline-artifact-cmk judges whether a store has a key. A key ARN names the key's Region. */
function judgeKey({ path, value: store }: Located): Finding[] {
  const [, , service, region] = textOf(at(store, "encryptionKey", "id")).split(":");
  const wanted = at(store, "region");
  return service === "kms" && typeof wanted === "string" && isSet(wanted) && region !== wanted
    ? [violation(`${path}.encryptionKey.id`, `should be a key in ${wanted}, as the store is`)]
    : [];
}
