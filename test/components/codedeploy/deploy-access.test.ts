import assert from "node:assert/strict";
import { deployRevisions } from "../../../components/codedeploy/deploy-access";
import { china, scope } from "../../support/scopes";

const deployment = { applicationName: "shop", groupName: "web", configName: "CodeDeployDefault.OneAtATime" };

describe("the permissions to deploy revisions", () => {
  it("register revisions of one application, and deploy them to one group in one way", () => {
    const codeDeploy = "arn:aws:codedeploy:eu-central-1:111122223333";
    assert.deepEqual(deployRevisions(scope, deployment), [
      {
        Sid: "Revisions",
        Effect: "Allow",
        Action: [
          "codedeploy:GetApplication",
          "codedeploy:GetApplicationRevision",
          "codedeploy:RegisterApplicationRevision",
        ],
        Resource: [`${codeDeploy}:application:shop`],
      },
      {
        Sid: "Deployments",
        Effect: "Allow",
        Action: ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
        Resource: [`${codeDeploy}:deploymentgroup:shop/web`],
      },
      {
        Sid: "DeploymentConfig",
        Effect: "Allow",
        Action: ["codedeploy:GetDeploymentConfig"],
        Resource: [`${codeDeploy}:deploymentconfig:CodeDeployDefault.OneAtATime`],
      },
    ]);
  });

  it("name the resources of the partition, region and account of the action", () => {
    assert.deepEqual(
      deployRevisions(china, deployment).map(({ Resource }) => Resource),
      [
        ["arn:aws-cn:codedeploy:cn-north-1:444455556666:application:shop"],
        ["arn:aws-cn:codedeploy:cn-north-1:444455556666:deploymentgroup:shop/web"],
        ["arn:aws-cn:codedeploy:cn-north-1:444455556666:deploymentconfig:CodeDeployDefault.OneAtATime"],
      ],
    );
  });
});
