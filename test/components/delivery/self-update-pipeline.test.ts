import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { DeliveryEnvironment } from "../../../components/delivery/delivery-environment";
import { SelfUpdatePipeline } from "../../../components/delivery/self-update-pipeline";
import { type Recorded, record } from "../../support/recorder";

const file = parse(readFileSync(join(__dirname, "../../../examples/self-update/Pulumi.prod.yaml"), "utf8"));
const { selfUpdate, ...others } = file.config["self-update:environment"];

function create(settings: object): Promise<Recorded[]> {
  return record({ preview: true }, (opts) => new DeliveryEnvironment("orders-prod", settings as never, opts));
}

describe("SelfUpdatePipeline", () => {
  let made: Recorded[];

  before(async () => {
    made = await create({ ...others, selfUpdate });
  });

  it("is a part of an environment that asks for it, and of no other", async () => {
    const isOne = ({ type }: Recorded) => type === "aws-pipelines:index:SelfUpdatePipeline";
    assert.equal(made.filter(isOne).length, 1);
    assert.equal((await create(others)).filter(isOne).length, 0);
    assert.equal(SelfUpdatePipeline.name, "SelfUpdatePipeline");
  });

  it("is a gate of its own: all its resources with tags have a tag that no guard of the environment excepts", () => {
    const own = made.filter(({ name, inputs }) => name.startsWith("self-update-") && inputs.tags !== undefined);
    assert.ok(own.length > 20);
    assert.deepEqual(
      own
        .filter(({ inputs }) => Object(inputs.tags)["aws-pipelines:gate"] !== "self-update-orders-prod")
        .map(({ name }) => name),
      [],
    );
  });

  it("has every role behind the permissions boundary", () => {
    const roles = made.filter(({ type, name }) => type === "aws:iam/role:Role" && name.startsWith("self-update-"));
    assert.deepEqual(
      [...new Set(roles.map(({ inputs }) => inputs.permissionsBoundary))],
      ["arn:aws:iam::111122223333:policy/delivery-boundary"],
    );
  });

  it("lets its approvers approve, each approval by a policy of its own", () => {
    const grants = made.filter(
      ({ type, inputs }) => type === "aws:iam/rolePolicy:RolePolicy" && inputs.role === "platform-leads",
    );
    assert.deepEqual(
      grants.map(({ name }) => name).sort(),
      ["Approve", "Update"].map((stage) => `self-update-orders-prod-${stage}-approver-platform-leads`),
    );
    assert.deepEqual(
      grants
        .map(({ inputs }) =>
          JSON.parse(String(inputs.policy)).Statement.map(({ Resource }: { Resource: unknown }) => Resource),
        )
        .flat(3)
        .filter((arn) => String(arn).includes("/"))
        .sort(),
      ["Approve/Commit", "Update/Plan"].map(
        (action) => `arn:aws:codepipeline:eu-central-1:111122223333:self-update-orders-prod/${action}`,
      ),
    );
  });
});
