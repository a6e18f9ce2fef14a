import assert from "node:assert/strict";
import { type Environment, environmentOf, keyId, roleOf } from "./iam/environment";
import { decide, type Request } from "./iam/simulate";
import { nameOf, previewOf, type StackPreview } from "./support/preview";

const account = "111122223333";
const arn = (service: string, resource: string, region = "us-east-1") =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const stack = arn("cloudformation", "stack/shop-queue/1a2b");
const stackRole = `arn:aws:iam::${account}:role/shop+stack-shop-queue+eu-central-1`;
const nameOfRole = (action: string) => `shop+${action}+eu-central-1`;
const ours = { "aws:ResourceAccount": account, "aws:SecureTransport": "true" };
const ofExecution = { "cloudformation:ChangeSetName": "plan-1a2b3c" };

/** A request of a role. */
type Step = readonly [role: string, request: Request];

const on = (name: string, resource: string, actions: readonly string[], context: Request["context"] = {}): Step[] =>
  actions.map((action) => [name, { action, resource, context }]);

const prepare = nameOfRole("Plan+Queue");
const describeBuild = "shop-Plan-Queue-describe-eu-central-1";
const check = nameOfRole("Deploy+Queue-check");
const execute = nameOfRole("Deploy+Queue");

/** The way of a planned stack in the other region, step by step. */
const steps: Readonly<Record<string, readonly Step[]>> = {
  "the change set is prepared": [
    ...on(prepare, stack, ["cloudformation:DescribeStacks", "cloudformation:DescribeChangeSet"]),
    ...on(prepare, stack, ["cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet"], ofExecution),
    ...on(prepare, stackRole, ["iam:PassRole"], { "iam:PassedToService": "cloudformation.amazonaws.com" }),
  ],
  "the change set is described, and an empty one deleted": [
    ...on(describeBuild, stack, ["cloudformation:DescribeChangeSet"]),
    ...on(describeBuild, stack, ["cloudformation:DeleteChangeSet"], ofExecution),
    ...on(
      describeBuild,
      arn("logs", "log-group:/aws/codebuild/shop-Plan-Queue-describe:log-stream:1", "eu-central-1"),
      ["logs:PutLogEvents"],
    ),
  ],
  "the change set is checked": on(check, stack, ["cloudformation:DescribeChangeSet"]),
  "the change set is executed": [
    ...on(execute, stack, ["cloudformation:DescribeStacks", "cloudformation:DescribeChangeSet"]),
    ...on(execute, stack, ["cloudformation:ExecuteChangeSet"], ofExecution),
  ],
};

describe("a pipeline that plans and deploys in a second region", () => {
  let preview: StackPreview;
  let environment: Environment;

  before(async () => {
    preview = await previewOf("dev", "test/fixtures/program/two-regions");
    environment = environmentOf("dev", account, preview);
  });

  it("is clean: no mandatory finding, and nothing that could not be judged", () => {
    const found = preview.policies.flatMap(({ violations }) => violations);
    assert.deepEqual(
      found.filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy")),
      [],
    );
    assert.deepEqual([preview.status, preview.diagnostics], [0, []]);
  });

  it("has a store and a key in each region, and runs its builds and commands at home", () => {
    const of = (type: string) =>
      preview.resources.filter((made) => made.type === type).map(({ urn, inputs }) => [nameOf(urn), inputs.region]);
    const stores = of("aws:s3/bucket:Bucket").filter(([name]) => !String(name).includes("logs"));
    assert.deepEqual(stores.map(([, region]) => region).sort(), ["eu-central-1", "us-east-1"]);
    assert.deepEqual(
      of("aws:kms/key:Key")
        .map(([, region]) => region)
        .sort(),
      ["eu-central-1", "us-east-1"],
    );
    const pipeline = preview.resources.find(({ type }) => type === "aws:codepipeline/pipeline:Pipeline");
    const stages: { name: string; actions: { name: string; region?: string }[] }[] = JSON.parse(
      JSON.stringify(pipeline?.inputs.stages ?? []),
    );
    assert.deepEqual(
      stages.flatMap(({ name, actions }) => actions.flatMap((each) => (each.region ? [`${name}/${each.name}`] : []))),
      ["Plan/Queue", "Deploy/Queue", "Site/Upload"],
    );
  });

  const textOf = ([name, { action, resource }]: Step) => `${name}: ${action} on ${resource}`;
  async function allowedOf(requests: readonly Step[]): Promise<string[]> {
    const decisions = await Promise.all(
      requests.map(([name, request]) => decide(environment, roleOf(environment, name), request)),
    );
    return requests.filter((_, index) => decisions[index] === "Allowed").map(textOf);
  }

  for (const [what, requests] of Object.entries(steps)) {
    it(`may do all it needs when ${what}`, async () => {
      assert.deepEqual(await allowedOf(requests), requests.map(textOf));
    });
  }

  it("executes with a role that makes no change set, plans with roles that execute none, and touches no other stack", async () => {
    const other = arn("cloudformation", "stack/payroll/1");
    const elsewhere = arn("cloudformation", "stack/shop-queue/1a2b", "eu-central-1");
    const make = ["cloudformation:CreateChangeSet", "cloudformation:UpdateStack", "cloudformation:CreateStack"];
    const names = [prepare, describeBuild, check, execute];
    const neighbours: Step[] = [
      ...[describeBuild, check, execute].flatMap((name) => on(name, stack, make, ofExecution)),
      ...[prepare, describeBuild, check].flatMap((name) =>
        on(name, stack, ["cloudformation:ExecuteChangeSet"], ofExecution),
      ),
      ...on(check, stack, ["cloudformation:DeleteChangeSet"], ofExecution),
      ...on(execute, stack, ["cloudformation:DeleteStack", "cloudformation:DeleteChangeSet"], ofExecution),
      ...on(describeBuild, stack, ["cloudformation:DeleteChangeSet"], { "cloudformation:ChangeSetName": "manual" }),
      ...on(execute, stack, ["cloudformation:ExecuteChangeSet"], { "cloudformation:ChangeSetName": "manual" }),
      ...on(execute, stackRole, ["iam:PassRole"], { "iam:PassedToService": "cloudformation.amazonaws.com" }),
      ...names.flatMap((name) =>
        [other, elsewhere].flatMap((resource) =>
          on(name, resource, ["cloudformation:DescribeChangeSet", "cloudformation:ExecuteChangeSet"], ofExecution),
        ),
      ),
      ...on(describeBuild, `arn:aws:s3:::shop-artifacts-${account}-eu-central-1/shop/x`, ["s3:PutObject"], ours),
      ...on(describeBuild, arn("kms", `key/${keyId}`, "eu-central-1"), ["kms:GenerateDataKey"]),
    ];
    assert.deepEqual(await allowedOf(neighbours), []);
  });
});
