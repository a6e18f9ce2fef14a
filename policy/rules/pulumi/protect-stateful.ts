import { type Finding, violation } from "../../lib/facts/finding";
import { isStack } from "../../lib/facts/stack-name";
import { textList } from "../../lib/rule/config";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";
import { s3Types } from "../../lib/storage/buckets";

interface Config {
  /** Names of the production stacks; `*` and `?` match any characters. */
  readonly productionStacks: readonly string[];
}

export const protectStateful = resourceRule<Config>({
  name: "protect-stateful",
  displayName: "Production data is protected",
  description:
    "Buckets, keys and repositories of production should have protect set. Otherwise a destroy or a replacement deletes their data.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Set the resource option protect to true. This policy's productionStacks names the stacks.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/backing-up-data.html",
  tags: ["s3", "kms", "ecr", "codecommit", "availability"],
  equivalentChecks: {},
  types: [
    ...s3Types.bucket,
    "aws:kms/key:Key",
    "aws:ecr/repository:Repository",
    "aws:codecommit/repository:Repository",
  ],
  config: {
    properties: {
      productionStacks: textList("Names of the production stacks; * and ? match any characters"),
    },
    defaults: { productionStacks: ["prod", "prod-*", "*-prod", "production", "production-*", "*-production"] },
  },
  judge: isProtected,
});

function isProtected({ urn, protect }: JudgedResource, { productionStacks }: Config): Finding[] {
  return protect || !isStack(urn, productionStacks)
    ? []
    : [violation("protect", "should be true in production: set the resource option")];
}
