import { at, isList, isSet, type Value } from "../../iam/value";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const codebuildInVpc = resourceRule({
  name: "codebuild-in-vpc",
  displayName: "Builds run in a VPC",
  description:
    "CodeBuild projects should run in a VPC. Outside a VPC, you cannot restrict or record a build's network traffic.",
  severity: "low",
  enforcementLevel: "disabled",
  remediationSteps: "Set vpcConfig to a vpcId, subnets and securityGroupIds, with VPC endpoints for the build.",
  url: "https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html",
  tags: ["codebuild", "network"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: ["aws:codebuild/project:Project"],
  judge: inVpc,
});

function inVpc({ props: { vpcConfig } }: JudgedResource): Finding[] {
  return ["vpcId", "subnets", "securityGroupIds"].every((property) => isFilled(at(vpcConfig, property)))
    ? []
    : [violation("vpcConfig", "should name a vpcId, subnets and securityGroupIds")];
}

function isFilled(value: Value): boolean {
  return isSet(value) && !(isList(value) && value.length === 0);
}
