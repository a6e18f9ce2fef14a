import type { Finding } from "../../lib/facts/finding";
import { isStack } from "../../lib/facts/stack-name";
import { textList } from "../../lib/rule/config";
import { expectation } from "../../lib/rule/expectation";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";

interface Config {
  /** Names of temporary stacks; `*` and `?` match any characters. */
  readonly ephemeralStacks: readonly string[];
}

export const s3NoForceDestroy = resourceRule<Config>({
  name: "s3-no-force-destroy",
  displayName: "Buckets survive a destroy",
  description: "Buckets should not have forceDestroy. Destroying the wrong stack would delete every object.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps:
    "Remove forceDestroy. For a temporary stack, set the stack tag ephemeral=true or add its name to this policy's ephemeralStacks.",
  remediation: "sets forceDestroy to false",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
  tags: ["s3", "availability"],
  equivalentChecks: {},
  types: s3Types.bucket,
  config: {
    properties: {
      ephemeralStacks: textList("Names of temporary stacks; * and ? match any characters"),
    },
    defaults: { ephemeralStacks: [] },
  },
  judge: keepsObjects,
});

function keepsObjects(resource: JudgedResource, { ephemeralStacks }: Config): Finding[] {
  const { props, urn, stackTags } = resource;
  const ephemeral = stackTags.get("ephemeral") === "true" || isStack(urn, ephemeralStacks);
  const desired = "should be absent or false, unless ephemeralStacks names the stack";
  return ephemeral
    ? []
    : expectation("forceDestroy", props.forceDestroy, props.forceDestroy !== true, desired, { forceDestroy: false });
}
