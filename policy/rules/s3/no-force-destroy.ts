import type { Finding } from "../../lib/facts/finding";
import { isStack } from "../../lib/facts/stack-name";
import { textList } from "../../lib/rule/config";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";

interface Config {
  /** Names of the stacks that are meant to be thrown away; `*` and `?` stand for any characters. */
  readonly ephemeralStacks: readonly string[];
}

export const s3NoForceDestroy = resourceRule<Config>({
  name: "s3-no-force-destroy",
  displayName: "Buckets are not emptied on destroy",
  description:
    "Buckets should not be emptied when their stack is destroyed: a destroy of the wrong stack would take everything with it.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Remove forceDestroy. Where a stack is meant to be thrown away, tag it ephemeral=true or name it in this policy's ephemeralStacks.",
  remediation: "sets forceDestroy to false",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
  tags: ["s3", "availability"],
  equivalentChecks: {},
  types: s3Types.bucket,
  config: {
    properties: {
      ephemeralStacks: textList(
        "Names of the stacks that are meant to be thrown away; * and ? stand for any characters",
      ),
    },
    defaults: { ephemeralStacks: [] },
  },
  judge: keepsObjects,
});

function keepsObjects(resource: JudgedResource, { ephemeralStacks }: Config): Finding[] {
  const { props, urn, stackTags } = resource;
  const ephemeral = stackTags.get("ephemeral") === "true" || isStack(urn, ephemeralStacks);
  const desired = "should be absent or false, or config ephemeralStacks name the stack";
  return ephemeral
    ? []
    : expectation("forceDestroy", props.forceDestroy, props.forceDestroy !== true, desired, { forceDestroy: false });
}
