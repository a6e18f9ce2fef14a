import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionSchema, actionTypeOf } from "../../../components/actions/catalogue";
import { stackSetAction } from "../../../components/actions/cloudformation/stack-set";
import { ruleSchema, ruleTypeOf } from "../../../components/actions/rules/catalogue";
import type { Statement } from "../../../components/iam/statement";
import { context } from "../../support/pipelines";
import { sampleActions } from "../../support/sample-actions";
import { sampleRules } from "../../support/sample-rules";
import { sampleVariants } from "../../support/sample-variants";

const withAdministrationRole = stackSetAction({
  name: "Guardrails",
  inputArtifacts: ["source"],
  configuration: {
    StackSetName: "guardrails",
    TemplatePath: "source::guardrails.yml",
    AdministrationRoleArn: "arn:aws:iam::111122223333:role/guardrails-administration",
  },
});

const actions = [...sampleActions, ...sampleVariants, withAdministrationRole].map((sample) =>
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

/** Each action with the operator and the key of a condition that holds without its key. */
function withIfExists(statements: readonly Statement[]): string[] {
  const found = statements.flatMap(({ Action, Condition = {} }) =>
    Object.entries(Condition)
      .filter(([operator]) => operator.endsWith("IfExists"))
      .flatMap(([operator, keys]) =>
        Object.keys(keys).flatMap((key) => [Action].flat().map((action) => `${action} ${operator} ${key}`)),
      ),
  );
  return [...new Set(found)].sort();
}

function documented(): string[] {
  const page = readFileSync(join(__dirname, "../../../docs/permissions.md"), "utf8");
  const section = /## Conditions that hold without their key\n(.*?)\n## /s.exec(page)?.[1] ?? "";
  const rows = [...section.matchAll(/^\| (`[a-z].*?) \| `(\w+)` `([\w:-]+)` \|/gm)];
  return rows
    .flatMap(([, names = "", operator, key]) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, action]) => `${action} ${operator} ${key}`),
    )
    .sort();
}

describe("conditions that hold without their key", () => {
  it("are those that docs/permissions.md lists, and no others", () => {
    assert.deepEqual(withIfExists([...ofActions, ...ofRules]), documented());
  });

  it("are never in the role of a build, which runs the code of a repository", () => {
    assert.ok(ofBuilds.length > 0);
    assert.deepEqual(withIfExists(ofBuilds), []);
  });
});
