import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./support/command";

const judged = ["--policy-pack", "policy", "--policy-pack-config", "policy/config.json"];

const programs = {
  "quick-start": ["--policy-pack", "policy", "--policy-pack-config", "examples/quick-start/policies.json"],
  "npm-package": ["--policy-pack", "policy"],
  "state-backend": ["--policy-pack", "policy"],
  composed: judged,
  "s3-static-site": judged,
  monorepo: judged,
  "jenkins-beanstalk": judged,
};

interface Step {
  readonly urn: string;
  readonly newState: {
    readonly type: string;
    readonly protect?: boolean;
    readonly retainOnDelete?: boolean;
    readonly inputs: Readonly<Record<string, unknown>>;
  };
}

describe("the examples", () => {
  for (const [name, pack] of Object.entries(programs)) {
    it(`are clean on their first preview: ${name}`, async () => {
      const { status, stdout, stderr } = await preview(name, pack);
      assert.equal(stderr, "");
      const { policies } = JSON.parse(stdout);
      const found = policies.flatMap((one: { policies: { violations: { level: string; message: string }[] }[] }) =>
        one.policies.flatMap(({ violations }) => violations),
      );
      assert.deepEqual(
        found.filter(
          ({ level, message }: { level: string; message: string }) =>
            level === "mandatory" || message.includes("can't run policy"),
        ),
        [],
      );
      assert.equal(status, 0);
    });
  }

  it("protect the state that everything else is destroyed by, and keep it if its own stack is destroyed", async () => {
    const made = (await steps("state-backend")).filter(({ urn }) => urn.includes("StateBackend$aws"));
    const lasting = made.filter(
      ({ newState: { protect, retainOnDelete, type } }) =>
        protect && (retainOnDelete || type.startsWith("aws-pipelines:")),
    );
    assert.deepEqual([made.length, lasting.length], [19, 19]);
  });

  it("let the build of a site reach its artifacts, and not the site", async () => {
    const made = await steps("s3-static-site");
    assert.deepEqual(bucketsOf(made, "site-build-role-policy"), ["acme-site-artifacts", "acme-site-artifacts/*"]);
    assert.deepEqual(bucketsOf(made, "site-Deploy-Site-role-policy"), [
      "acme-site-artifacts",
      "acme-site-artifacts/*",
      "acme-site",
      "acme-site/*",
    ]);
  });

  it("start what is pushed by the files of a service, and test what is proposed without a right to write", async () => {
    const made = await steps("monorepo");
    assert.deepEqual(
      ["shop-cart", "shop-catalog", "shop-proposals"].map(
        (name) => inputsOf(made, `codepipeline/pipeline:Pipeline::${name}`).triggers,
      ),
      [
        triggers({ pushes: [pushOf("services/cart/**")] }),
        triggers({ pushes: [pushOf("services/catalog/**")] }),
        triggers({ pullRequests: [{ branches: { includes: ["main"] }, events: ["OPEN", "UPDATED"] }] }),
      ],
    );
    const writes = /s3:Put|kms:(Encrypt|GenerateDataKey)/;
    assert.match(policyOf(made, "shop-cart-build-role-policy"), writes);
    assert.doesNotMatch(policyOf(made, "shop-proposals-build-role-policy"), writes);
  });

  it("have Jenkins and a function work at the same time, and Jenkins take the jobs of its own action alone", async () => {
    const made = await steps("jenkins-beanstalk");
    const { stages } = inputsOf(made, "codepipeline/pipeline:Pipeline::orders");
    assert.ok(Array.isArray(stages));
    assert.deepEqual(
      stages.map(({ actions }) =>
        actions.map(({ provider, runOrder }: { provider: string; runOrder: number }) => `${provider} ${runOrder}`),
      ),
      [["CodeStarSourceConnection 1"], ["Jenkins 1", "Lambda 1"], ["CodeBuild 1"], ["ElasticBeanstalk 1"]],
    );
    const [poll] = JSON.parse(policyOf(made, "jenkins-jobs")).Statement;
    assert.deepEqual(poll.Resource, [
      "arn:aws:codepipeline:eu-central-1:111122223333:actiontype:Custom/Build/Jenkins/1",
    ]);
  });

  it("name the schema of definitions that the package publishes", () => {
    const definition = readFileSync(join(root, "examples/monorepo/catalog.yaml"), "utf8");
    const published = "docs/schemas/pipeline.json";
    assert.equal(
      definition.split("\n")[0],
      `# yaml-language-server: $schema=./node_modules/@platform/aws-pipelines/${published}`,
    );
    assert.equal(require.resolve("@platform/aws-pipelines/schemas/pipeline.json"), join(root, published));
  });
});

function preview(name: string, options: readonly string[]) {
  const command = ["bin/preview/cli.js", "preview", "--cwd", join("examples", name), ...options, "--json"];
  return run(process.execPath, command, { cwd: root });
}

async function steps(name: string): Promise<readonly Step[]> {
  return JSON.parse((await preview(name, [])).stdout).steps;
}

function inputsOf(made: readonly Step[], urnEnd: string) {
  const step = made.find(({ urn }) => urn.endsWith(urnEnd));
  assert.ok(step, urnEnd);
  return step.newState.inputs;
}

function policyOf(made: readonly Step[], name: string): string {
  return String(inputsOf(made, `RolePolicy::${name}`).policy);
}

/** The buckets and objects that a policy names, each once. */
function bucketsOf(made: readonly Step[], name: string): string[] {
  const named = [...policyOf(made, name).matchAll(/"arn:aws:s3:::([^"]+)"/g)].map(([, bucket = ""]) => bucket);
  return [...new Set(named)];
}

function triggers(filters: object) {
  return [
    { providerType: "CodeStarSourceConnection", gitConfiguration: { sourceActionName: "Repository", ...filters } },
  ];
}

function pushOf(files: string) {
  return { branches: { includes: ["main"] }, filePaths: { includes: [files, "packages/**"] } };
}
