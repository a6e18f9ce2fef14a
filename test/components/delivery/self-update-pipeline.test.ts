import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Provider } from "@pulumi/aws/provider";
import { parse } from "yaml";
import { DeliveryEnvironment } from "../../../components/delivery/delivery-environment";
import { SelfUpdatePipeline } from "../../../components/delivery/self-update-pipeline";
import type { Statement } from "../../../components/iam/statement";
import { type Recorded, record } from "../../support/recorder";

const file = parse(readFileSync(join(__dirname, "../../../examples/self-update/Pulumi.prod.yaml"), "utf8"));
const { selfUpdate, ...others } = file.config["self-update:environment"];

function create(settings: object): Promise<Recorded[]> {
  return record({ preview: true }, (opts) => new DeliveryEnvironment("orders-prod", settings as never, opts));
}

describe("SelfUpdatePipeline", () => {
  let made: Recorded[];
  let without: Recorded[];

  before(async () => {
    made = await create({ ...others, selfUpdate });
    without = await create(others);
  });

  it("adds the number of resources that the documentation states", () => {
    const [from, to] = [without, made].map((all) => all.filter(({ type }) => type.startsWith("aws:")).length);
    const page = readFileSync(join(__dirname, "../../../docs/environments.md"), "utf8");
    const [, stated] = /^\| `selfUpdate` \| (\d+)/m.exec(page) ?? [];
    assert.deepEqual([Number(to) - Number(from), stated], [46, "46"]);
  });

  it("adds a build for updates without an approval, with the resources that the documentation states", async () => {
    const { approval: _, ...free } = others;
    const waiting = await create({ ...free, selfUpdate });
    const quick = await create({ ...free, selfUpdate: { ...selfUpdate, approval: "widening" } });
    const own = quick.filter(({ name }) => !waiting.some((each) => each.name === name));
    const page = readFileSync(join(__dirname, "../../../docs/environments.md"), "utf8");
    const [, stated] = /^\| `selfUpdate` \| \d+, (\d+) for `approval: widening`/m.exec(page) ?? [];
    const resources = own.filter(({ type }) => type.startsWith("aws:"));
    assert.equal(String(resources.length), stated, resources.map(({ name }) => name).join("\n"));
    const build = own.find(({ type }) => type === "aws:codebuild/project:Project");
    assert.equal(build?.inputs.name, "self-update-orders-prod-unattended");
    const role = own.find(({ name }) => name === "self-update-orders-prod-unattended-role");
    assert.equal(role?.inputs.permissionsBoundary, "arn:aws:iam::111122223333:policy/delivery-boundary");
  });

  it("is a part of an environment that asks for it, and of no other", () => {
    const isOne = ({ type }: Recorded) => type === "aws-pipelines:index:SelfUpdatePipeline";
    assert.equal(made.filter(isOne).length, 1);
    assert.equal(without.filter(isOne).length, 0);
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

  describe("beside a definition of the pipeline", () => {
    const connectionArn = "arn:aws:codeconnections:eu-central-1:111122223333:connection/of-the-file";
    const definition = `
stages:
  - name: Source
    actions:
      - name: Repository
        category: Source
        owner: AWS
        provider: CodeStarSourceConnection
        outputArtifacts: [source]
        configuration:
          ConnectionArn: ${connectionArn}
          FullRepositoryId: acme/orders
          BranchName: main
  - name: Approve
    actions:
      - name: Release
        category: Approval
        owner: AWS
        provider: Manual
`;
    const folder = mkdtempSync(join(tmpdir(), "definition-"));
    const { application, account, region, permissionsBoundaryArn, state } = others;
    const settings = {
      ...{ application, account, region, permissionsBoundaryArn, state },
      selfUpdate: {
        ...selfUpdate,
        version: others.deploy.version,
        sha256: others.deploy.sha256,
      },
      notify: { ...others.notify, logTail: 20, alarms: { history: true } },
    };
    let beside: Recorded[];

    const createBeside = async (changes: object = {}) => {
      const from = process.cwd();
      writeFileSync(join(folder, "pipeline.yaml"), definition);
      process.chdir(folder);
      try {
        return await create({ ...settings, definition: "pipeline.yaml", ...changes });
      } finally {
        process.chdir(from);
      }
    };

    before(async () => {
      beside = await createBeside();
    });
    after(() => rmSync(folder, { recursive: true }));

    const inputsOf = (type: string, name: string) =>
      beside.find((each) => each.type === type && each.name === name)?.inputs ?? assert.fail(name);

    it("approves the commit before its plan, because the file has an approval", () => {
      const { stages } = inputsOf("aws:codepipeline/pipeline:Pipeline", "self-update-orders-prod-pipeline");
      assert.deepEqual(
        (stages as { name: string }[]).map((stage) => stage.name),
        ["Source", "Approve", "Plan", "Update"],
      );
    });

    it("refuses updates without an approval, because the file has one", async () => {
      const widening = { selfUpdate: { ...settings.selfUpdate, approval: "widening" } };
      await assert.rejects(
        createBeside(widening),
        /selfUpdate\.approval: is "widening", and the environment has an approval/,
      );
    });

    it("lets the update pass the connection of the file, and change every log group of the environment", () => {
      const documents = beside
        .filter(
          ({ type, name }) =>
            /^aws:iam\/(rolePolicy|policy):/.test(type) && name.startsWith("self-update-orders-prod-run"),
        )
        .flatMap(({ inputs }) => JSON.parse(String(inputs.policy)).Statement as Statement[]);
      const resourcesOf = (action: string) =>
        documents
          .filter(({ Effect, Action }) => Effect === "Allow" && [Action].flat().includes(action))
          .flatMap(({ Resource = [] }) => Resource);
      assert.deepEqual(resourcesOf("codeconnections:PassConnection"), [connectionArn]);
      const groups = beside
        .filter(({ type, name }) => type === "aws:cloudwatch/logGroup:LogGroup" && !name.startsWith("self-update-"))
        .map(({ inputs }) => `arn:aws:logs:eu-central-1:111122223333:log-group:${inputs.name}`);
      assert.equal(groups.length, 2);
      assert.deepEqual(
        groups.filter((arn) => !resourcesOf("logs:AssociateKmsKey").includes(arn)),
        [],
      );
    });

    it("tells about the executions and builds of the self-update as well", () => {
      const patterns = beside
        .filter(({ type, name }) => type === "aws:cloudwatch/eventRule:EventRule" && name.startsWith("orders-prod-"))
        .map(({ inputs }) => String(inputs.eventPattern));
      assert.ok(patterns.some((pattern) => pattern.includes('"self-update-orders-prod"')));
      assert.ok(patterns.some((pattern) => pattern.includes('"self-update-orders-prod-run"')));
    });

    it("refuses providers of other accounts, which the roles of an update could not use", async () => {
      const accounts = { "222233334444": new Provider("other", { region: "eu-central-1" }) };
      await assert.rejects(
        create({ ...settings, definition: "pipeline.yaml", accounts }),
        /accounts\["222233334444"\]: is a provider, and the roles of selfUpdate assume no role of another account/,
      );
    });
  });
});
