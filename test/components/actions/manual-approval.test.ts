import assert from "node:assert/strict";
import {
  manualApproval,
  manualApprovalAction,
  manualApprovalSchema,
} from "../../../components/actions/manual-approval";
import { renderConfiguration } from "../../../components/pipelines/definition/action-configuration";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { approvalAction, context, topicArn } from "../../support/pipelines";

const full = manualApprovalAction({
  name: "Release",
  runOrder: 999,
  timeoutInMinutes: 86_400,
  configuration: { NotificationArn: topicArn, CustomData: "Look.", ExternalEntityLink: "https://acme.example/shop" },
});

const linkForms = "give an http or https address of at most 1000 characters, or one reference such as #{Preview.LINK}";
const whole = "give a whole number";
const refused: [what: string, action: unknown, path: string, reason: string][] = [
  ["an approval without a name", { provider: "Manual" }, "name", "is missing: give text"],
  [
    "a name with a space",
    approvalAction({ name: "a b" }),
    "name",
    'is "a b": give 1 to 100 letters, digits or the characters . @ - _',
  ],
  [
    "a name of 101 characters",
    approvalAction({ name: "a".repeat(101) }),
    "name",
    `is "${"a".repeat(76)}...: give 1 to 100 letters, digits or the characters . @ - _`,
  ],
  ["another category", approvalAction({ category: "Deploy" }), "category", 'is "Deploy": allowed are Approval'],
  ["a runOrder of 0", approvalAction({ runOrder: 0 }), "runOrder", "is 0: give at least 1"],
  ["a runOrder of 1000", approvalAction({ runOrder: 1000 }), "runOrder", "is 1000: give at most 999"],
  ["half a runOrder", approvalAction({ runOrder: 1.5 }), "runOrder", `is 1.5: ${whole}`],
  ["a timeout of 4 minutes", approvalAction({ timeoutInMinutes: 4 }), "timeoutInMinutes", "is 4: give at least 5"],
  [
    "a timeout of more than 60 days",
    approvalAction({ timeoutInMinutes: 86_401 }),
    "timeoutInMinutes",
    "is 86401: give at most 86400",
  ],
  [
    "a topic that is no ARN",
    approvalAction({}, { NotificationArn: "shop" }),
    "configuration.NotificationArn",
    'is "shop": give the ARN of a topic',
  ],
  [
    "an empty message",
    approvalAction({}, { CustomData: "" }),
    "configuration.CustomData",
    'is "": give at least 1 character',
  ],
  [
    "a link that is none",
    approvalAction({}, { ExternalEntityLink: "ftp://x" }),
    "configuration.ExternalEntityLink",
    'is "ftp://x": give an http or https address of at most 1000 characters, or one reference such as #{Preview.LINK}',
  ],
  [
    "a link inside something else",
    approvalAction({}, { ExternalEntityLink: "javascript:https://x" }),
    "configuration.ExternalEntityLink",
    'is "javascript:https://x": give an http or https address of at most 1000 characters, or one reference such as #{Preview.LINK}',
  ],
  [
    "an unknown key of the configuration",
    approvalAction({}, { Message: "x" }),
    "configuration.Message",
    "is not known here: allowed are NotificationArn, CustomData, ExternalEntityLink",
  ],
  [
    "an unknown key of the action",
    approvalAction({ role: "x" }),
    "role",
    "is not known here. Did you mean roleArn? Allowed are name, owner, runOrder, inputArtifacts, outputArtifacts, region, roleArn, artifactReaderArns, permissions, namespace, provider, category, timeoutInMinutes, configuration",
  ],
];

describe("a manual approval", () => {
  it("is one of AWS's own actions, takes and makes no artifacts and stays in its region", () => {
    const { provider, owner, version, categories, inputArtifacts, outputArtifacts, ...others } = manualApproval;
    assert.deepEqual(
      { provider, owner, version, categories, inputArtifacts, outputArtifacts },
      {
        provider: "Manual",
        owner: "AWS",
        version: "1",
        categories: ["Approval"],
        inputArtifacts: { min: 0, max: 0 },
        outputArtifacts: { min: 0, max: 0 },
      },
    );
    const { outputVariables, pipelineTypes, crossRegion } = others;
    assert.deepEqual(
      { outputVariables, pipelineTypes, crossRegion },
      {
        outputVariables: [],
        pipelineTypes: ["V1", "V2"],
        crossRegion: false,
      },
    );
  });

  for (const [what, action, path, reason] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(schemaProblems(manualApprovalSchema, action), [{ path, reason }]);
    });
  }

  it("needs a name and nothing else", () => {
    assert.deepEqual(manualApprovalSchema.parse({ name: "Release", provider: "Manual" }), {
      name: "Release",
      provider: "Manual",
      category: "Approval",
      runOrder: 1,
      inputArtifacts: [],
      outputArtifacts: [],
      configuration: {},
    });
  });

  it("accepts every key at its bound", () => {
    assert.deepEqual(schemaProblems(manualApprovalSchema, full), []);
    assert.deepEqual(schemaProblems(manualApprovalSchema, { ...full, timeoutInMinutes: 5 }), []);
  });

  it("accepts a message and a link of 1000 characters, and no longer ones", () => {
    const link = (length: number) => `https://${"x".repeat(length - 8)}`;
    const judge = (configuration: Record<string, string>) =>
      schemaProblems(manualApprovalSchema, approvalAction({}, configuration)).map(({ path }) => path);
    assert.deepEqual(judge({ CustomData: "x".repeat(1000), ExternalEntityLink: link(1000) }), []);
    assert.deepEqual(judge({ CustomData: "x".repeat(1001), ExternalEntityLink: link(1001) }), [
      "configuration.CustomData",
      "configuration.ExternalEntityLink",
    ]);
  });

  for (const link of ["#{Preview.LINK}", "https://acme.example/runs/#{Build.RUN}", "https://#{Preview.HOST}/shop"]) {
    it(`accepts the link ${link}, and what an earlier action found`, () => {
      const action = approvalAction({}, { ExternalEntityLink: link, CustomData: "Release #{variables.Version}?" });
      assert.deepEqual(schemaProblems(manualApprovalSchema, action), []);
      assert.deepEqual(renderConfiguration(manualApprovalSchema.parse(action).configuration), {
        ExternalEntityLink: link,
        CustomData: "Release #{variables.Version}?",
      });
    });
  }

  for (const link of [
    "javascript:alert(1)",
    "javascript:#{Preview.LINK}",
    "#{Preview.LINK}#{Preview.REST}",
    "#{Preview}",
    "#{Preview.LINK} now",
    "https://acme.example/a b",
  ]) {
    it(`refuses the link ${link}`, () => {
      assert.deepEqual(schemaProblems(manualApprovalSchema, approvalAction({}, { ExternalEntityLink: link })), [
        { path: "configuration.ExternalEntityLink", reason: `is ${JSON.stringify(link)}: ${linkForms}` },
      ]);
    });
  }

  it("is configured with what is said and nothing else", () => {
    assert.deepEqual(renderConfiguration(manualApprovalSchema.parse(full).configuration), {
      NotificationArn: topicArn,
      CustomData: "Look.",
      ExternalEntityLink: "https://acme.example/shop",
    });
  });

  it("may publish to its topic and to no other, and needs nothing where it tells nobody", () => {
    assert.deepEqual(manualApproval.permissions(manualApprovalSchema.parse(full), context), [
      { Sid: "TellApprovers", Effect: "Allow", Action: ["sns:Publish"], Resource: [topicArn] },
    ]);
    assert.deepEqual(manualApproval.permissions(manualApprovalSchema.parse(approvalAction()), context), []);
  });

  it("says whom it tells", () => {
    assert.equal(manualApproval.notifiedTopic?.(manualApprovalSchema.parse(full)), topicArn);
    assert.equal(manualApproval.notifiedTopic?.(manualApprovalSchema.parse(approvalAction())), undefined);
  });

  it("starts no project and leaves nothing behind that a build must be allowed to use", () => {
    assert.equal(manualApproval.startedProject, undefined);
    assert.equal(manualApproval.consumerPermissions, undefined);
    assert.deepEqual(manualApproval.validate(manualApprovalSchema.parse(full)), []);
  });
});
