import assert from "node:assert/strict";
import { actionSchema, actionTypeOf } from "../../../components/actions/catalogue";
import { stackSetAction } from "../../../components/actions/cloudformation/stack-set";
import { ruleSchema, ruleTypeOf } from "../../../components/actions/rules/catalogue";
import { planStack } from "../../../components/delivery/planned-deployment";
import { samStack } from "../../../components/iam/sam-stack";
import { documentedIfExists, misplacedIfExists, withIfExists } from "../../support/if-exists";
import { context } from "../../support/pipelines";
import { sampleActions } from "../../support/sample-actions";
import { sampleRules } from "../../support/sample-rules";
import { sampleVariants } from "../../support/sample-variants";
import { scope } from "../../support/scopes";

const withAdministrationRole = stackSetAction({
  name: "Guardrails",
  inputArtifacts: ["source"],
  configuration: {
    StackSetName: "guardrails",
    TemplatePath: "source::guardrails.yml",
    AdministrationRoleArn: "arn:aws:iam::111122223333:role/guardrails-administration",
  },
});

const planned = planStack({ name: "Stack", input: "source", stackName: "shop", template: "stack.yaml" });
const plannedActions = [...planned.plan, ...planned.apply]
  .filter(({ provider }) => provider === "CloudFormation")
  .map(({ stackRole: _, ...action }) => ({
    ...action,
    configuration: { RoleArn: "arn:aws:iam::111122223333:role/stack", ...Object(action).configuration },
  }));

const actions = [...sampleActions, ...sampleVariants, withAdministrationRole, ...plannedActions].map((sample) =>
  actionSchema.parse(sample),
);

const ofActions = actions.flatMap((action) => actionTypeOf(action).permissions(action, context));
const ofRules = sampleRules
  .map((sample) => ruleSchema.parse(sample))
  .flatMap((rule) => ruleTypeOf(rule).permissions(rule, context));
const ofBuilds = actions.flatMap((action) => {
  const { consumerPermissions, startedProject } = actionTypeOf(action);
  return [...(consumerPermissions?.(action, context) ?? []), ...(startedProject?.(action, context)?.statements ?? [])];
});

describe("conditions that hold without their key", () => {
  it("are those that docs/permissions.md lists, and no others", () => {
    const { statements } = samStack(scope, { stackName: "orders", api: "http" });
    assert.deepEqual(withIfExists([...ofActions, ...ofRules, ...statements]), documentedIfExists());
  });

  it("are never in the role of a build, which runs the code of a repository", () => {
    assert.ok(ofBuilds.length > 0);
    assert.deepEqual(withIfExists(ofBuilds), []);
  });

  it("are found in rendered documents where they may not stand", () => {
    const document = (Action: string, key: string) =>
      JSON.stringify({ Statement: [{ Action, Condition: { StringEqualsIfExists: { [key]: "x" } } }] });
    const listed = document("codeconnections:UseConnection", "codeconnections:FullRepositoryId");
    const found = misplacedIfExists([
      { type: "aws:iam/rolePolicy:RolePolicy", inputs: { policy: listed, name: "a" } },
      { type: "aws:iam/role:Role", inputs: { assumeRolePolicy: listed } },
      { type: "aws:iam/policy:Policy", inputs: { policy: document("s3:GetObject", "aws:SourceVpc") } },
    ]);
    assert.deepEqual(found, [
      "aws:iam/role:Role: codeconnections:UseConnection StringEqualsIfExists codeconnections:FullRepositoryId",
      "aws:iam/policy:Policy: s3:GetObject StringEqualsIfExists aws:SourceVpc",
    ]);
  });
});
