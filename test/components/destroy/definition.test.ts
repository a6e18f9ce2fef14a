import assert from "node:assert/strict";
import { destroyPipeline, messagePattern, targetOf } from "../../../components/destroy/definition";
import type { DestroySettings } from "../../../components/destroy/settings";
import { validatePipeline } from "../../../components/pipelines/validation/validate-pipeline";
import { approvers, destroySettings, terraformDestroySettings } from "../../support/destroy-settings";
import { connectionArn } from "../../support/pipelines";

const names = {
  previewProject: "shop-destroy-preview",
  destroyProject: "shop-destroy-run",
  topicArn: (group: string) => `arn:aws:sns:eu-central-1:111122223333:shop-${group}`,
};
const second = { notify: ["platform@acme.example"], principals: ["arn:aws:iam::111122223333:role/platform-leads"] };

function definition(settings: DestroySettings = destroySettings()) {
  return destroyPipeline(settings, "dev", names);
}

/** Whether a message is one that the condition lets in, by a search and by a match of the whole alike. */
function letsIn(target: string, message: string): boolean {
  const pattern = messagePattern(target).replace("\\A", "^").replace("\\z", "$");
  const [found, whole] = [new RegExp(pattern).test(message), new RegExp(`^(?:${pattern})$`).test(message)];
  assert.equal(found, whole, `${JSON.stringify(message)} depends on how AWS matches`);
  return found;
}

const ofExecution = { name: "EXECUTION_ID", value: "#{codepipeline.PipelineExecutionId}" };

describe("the definition of a pipeline that destroys", () => {
  it("is one that AWS accepts, with one group and with two", () => {
    const both = destroySettings({ approvers: { ...approvers, second } });
    for (const each of [definition(), definition(both)]) {
      assert.deepEqual(validatePipeline({ ...each, pipelineName: "shop-destroy-pipeline" }), []);
    }
  });

  it("starts by pushes to a branch of its own, and by nothing else", () => {
    const { stages, ...others } = definition();
    assert.deepEqual(others, {});
    assert.deepEqual(stages[0]?.actions, [
      {
        name: "Repository",
        provider: "CodeStarSourceConnection",
        outputArtifacts: ["source"],
        configuration: {
          ConnectionArn: connectionArn,
          FullRepositoryId: "acme/shop",
          BranchName: "destroy-manual-trigger",
          DetectChanges: true,
        },
      },
    ]);
  });

  it("fails before the preview, rather than skip it, unless the message of the commit asks for this target", () => {
    const { beforeEntry, actions } = definition().stages[1] ?? {};
    assert.deepEqual(beforeEntry, {
      result: "FAIL",
      rules: [
        {
          name: "AsksForThis",
          provider: "VariableCheck",
          configuration: {
            Variable: "#{Repository.CommitMessage}",
            Value: "\\Adestroy dev\\s*\\z",
            Operator: "MATCHES",
          },
        },
      ],
    });
    assert.deepEqual(actions, [
      {
        name: "Preview",
        provider: "CodeBuild",
        inputArtifacts: ["source"],
        outputArtifacts: ["plan"],
        configuration: { ProjectName: "shop-destroy-preview", EnvironmentVariables: [ofExecution] },
      },
    ]);
  });

  it("shows each group what goes, for an hour, and destroys by the source and the plan", () => {
    const [, , approve, again, destroy, ...more] = definition(
      destroySettings({ approvers: { ...approvers, second } }),
    ).stages;
    assert.deepEqual(more, []);
    assert.deepEqual(
      [approve, again],
      [
        { stage: "Approve", action: "First", topic: "first" },
        { stage: "ApproveAgain", action: "Second", topic: "second" },
      ].map(({ stage, action, topic }) => ({
        name: stage,
        actions: [
          {
            name: action,
            provider: "Manual",
            timeoutInMinutes: 60,
            configuration: {
              NotificationArn: `arn:aws:sns:eu-central-1:111122223333:shop-${topic}`,
              CustomData:
                "Destroys #{Preview.RESOURCE_COUNT} resources of dev, at commit #{Repository.CommitId}. Digest of the plan: #{Preview.PLAN_DIGEST}. The linked log lists each resource and shows the same digest.",
              ExternalEntityLink: "#{Preview.PREVIEW_LINK}",
            },
          },
        ],
      })),
    );
    assert.deepEqual(destroy, {
      name: "Destroy",
      actions: [
        {
          name: "Destroy",
          provider: "CodeBuild",
          inputArtifacts: ["source", "plan"],
          configuration: {
            ProjectName: "shop-destroy-run",
            PrimarySource: "source",
            EnvironmentVariables: [ofExecution, { name: "APPROVED_DIGEST", value: "#{Preview.PLAN_DIGEST}" }],
          },
        },
      ],
    });
  });

  it("links to a listing that no module can write, for Terraform", () => {
    const listed = destroyPipeline(terraformDestroySettings(), "dev", { ...names, listProject: "shop-destroy-list" });
    assert.deepEqual(validatePipeline({ ...listed, pipelineName: "shop-destroy-pipeline" }), []);
    const [, preview, approve, destroy] = listed.stages;
    assert.deepEqual(preview?.actions[1], {
      name: "List",
      provider: "CodeBuild",
      runOrder: 2,
      inputArtifacts: ["plan"],
      configuration: {
        ProjectName: "shop-destroy-list",
        EnvironmentVariables: [
          ofExecution,
          { name: "COMMIT_ID", value: "#{Repository.CommitId}" },
          { name: "APPROVED_DIGEST", value: "#{Preview.PLAN_DIGEST}" },
        ],
      },
    });
    assert.deepEqual(Object(approve?.actions[0]).configuration, {
      NotificationArn: "arn:aws:sns:eu-central-1:111122223333:shop-first",
      CustomData:
        "Destroys #{List.RESOURCE_COUNT} resources of dev, at commit #{Repository.CommitId}. Digest of the plan: #{List.PLAN_DIGEST}. The linked log lists each resource and shows the same digest.",
      ExternalEntityLink: "#{List.PREVIEW_LINK}",
    });
    assert.match(JSON.stringify(destroy), /"APPROVED_DIGEST","value":"#\{List\.PLAN_DIGEST\}"/);
  });

  it("takes another branch and another timeout", () => {
    const { stages } = definition(
      destroySettings({
        source: { connectionArn, repository: "acme/shop", branch: "down" },
        approvalTimeoutInMinutes: 30,
      }),
    );
    assert.match(JSON.stringify(stages[0]), /"BranchName":"down"/);
    assert.match(JSON.stringify(stages[2]), /"timeoutInMinutes":30/);
  });
});

describe("the message that asks for a destroy", () => {
  for (const message of ["destroy dev", "destroy dev\n", "destroy dev \t\r\n\n"]) {
    it(`is ${JSON.stringify(message)}`, () => {
      assert.equal(letsIn("dev", message), true);
    });
  }

  for (const message of [
    "destroy staging",
    "destroy dev-2",
    "destroy devel",
    " destroy dev",
    "Destroy dev",
    "do not destroy dev",
    "destroy dev, please",
    "Merge branch 'x'\n\ndestroy dev",
    "destroy dev\n\nbecause it is old",
    "",
  ]) {
    it(`is not ${JSON.stringify(message)}`, () => {
      assert.equal(letsIn("dev", message), false);
    });
  }

  it("takes a name as it stands, and no character of it for a pattern", () => {
    assert.equal(letsIn("shop/v1.2-eu", "destroy shop/v1.2-eu"), true);
    assert.equal(letsIn("shop/v1.2-eu", "destroy shop/v1x2-eu"), false);
  });

  it("names the stack without its project, or what settings say, or the component", () => {
    assert.equal(targetOf(destroySettings(), "shop-destroy"), "dev");
    assert.equal(targetOf(destroySettings({ target: "old" }), "shop-destroy"), "old");
    assert.equal(targetOf(terraformDestroySettings(), "shop-destroy"), "shop-destroy");
  });
});
