import { type Finding, unjudged, unknownAt, violation } from "../../lib/facts/finding";
import { type Located, locatedItems } from "../../lib/facts/located";
import { at, isSet, textOf, unknownValue, type Value } from "../../lib/facts/value";
import { pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codepipelineCrossRegionStore = resourceRule({
  name: "codepipeline-cross-region-store",
  displayName: "Every Region has an artifact store and key of its own",
  description:
    "Pipelines should have an artifact store in each Region they act in, under a key of that Region: artifacts cross no Region otherwise.",
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

/** The one store of a pipeline that acts in one Region says no Region: it is the pipeline's. */
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

/** Whether a store has a key is for another rule; the ARN of a key names the only Region that the key is in. */
function judgeKey({ path, value: store }: Located): Finding[] {
  const [, , service, region] = textOf(at(store, "encryptionKey", "id")).split(":");
  const wanted = at(store, "region");
  return service === "kms" && typeof wanted === "string" && isSet(wanted) && region !== wanted
    ? [violation(`${path}.encryptionKey.id`, `should be a key in ${wanted}, as the store is`)]
    : [];
}
