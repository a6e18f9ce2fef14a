import type { PropertyMap } from "../../../cli/preview/base/property-value";
import { UNKNOWN } from "../../../cli/preview/base/property-value";
import type { Resource } from "../../../cli/preview/engine/resource";
import { resource } from "../preview/support/resource";

/** An action as `aws.codepipeline.Pipeline` takes it. */
export function action(name: string, provider: string, given: PropertyMap = {}): PropertyMap {
  return { name, category: "Build", owner: "AWS", provider, version: "1", ...given };
}

export const source = action("Repository", "CodeStarSourceConnection", {
  category: "Source",
  configuration: { FullRepositoryId: "acme/shop", BranchName: "main", ConnectionArn: UNKNOWN },
  outputArtifacts: ["source"],
});

/** A pipeline of the stages given. */
export function pipeline(name: string, stages: PropertyMap[], given: PropertyMap = {}): Resource {
  return resource("aws:codepipeline/pipeline:Pipeline", name, {
    inputs: { name, pipelineType: "V2", region: "eu-central-1", stages, ...given },
  });
}

/** Source, build, an approval and a deployment in another account. */
export const shop = pipeline("shop", [
  { name: "Source", actions: [source] },
  {
    name: "Build",
    beforeEntry: {
      condition: {
        result: "SKIP",
        rules: [{ name: "OnlyMain", ruleTypeId: { category: "Rule", owner: "AWS", provider: "VariableCheck" } }],
      },
    },
    actions: [
      action("Image", "CodeBuild", {
        configuration: {
          ProjectName: "shop-image",
          EnvironmentVariables: '[{"name":"COMMIT","value":"#{Repository.CommitId}"}]',
        },
        inputArtifacts: ["source"],
        outputArtifacts: ["image"],
        namespace: "Image",
      }),
      action("Lint", "CodeBuild", { configuration: { ProjectName: "shop-lint" }, inputArtifacts: ["source"] }),
    ],
  },
  {
    name: "Approve",
    actions: [
      action("Release", "Manual", {
        category: "Approval",
        timeoutInMinutes: 2880,
        configuration: { NotificationArn: "arn:aws:sns:eu-central-1:111122223333:approvers" },
      }),
    ],
  },
  {
    name: "Deploy",
    actions: [
      action("Service", "ECS", {
        category: "Deploy",
        region: "eu-west-1",
        roleArn: "arn:aws:iam::222233334444:role/deploy",
        configuration: { ClusterName: "web", ServiceName: "shop" },
        inputArtifacts: ["image"],
      }),
      action("Smoke", "Lambda", { category: "Invoke", runOrder: 2, configuration: { FunctionName: "smoke" } }),
    ],
  },
]);
