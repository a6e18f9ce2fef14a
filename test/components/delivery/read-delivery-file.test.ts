import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { parse } from "yaml";
import { approvalAction, buildAction, gitSource } from "../../../components/delivery/inline-actions";
import { type DeliveryPipelineDefinition, planDeliveryPipeline } from "../../../components/delivery/pipeline-plan";
import { planStack, planStages, planUpdate } from "../../../components/delivery/planned-deployment";
import { readDeliveryFile } from "../../../components/delivery/read-delivery-file";
import { allowStatement } from "../../../components/iam/statement";
import { scope } from "../../support/scopes";

const root = join(__dirname, "../../..");
const example = readFileSync(join(root, "examples/guide/delivery.yaml"), "utf8");

function planOf(definition: DeliveryPipelineDefinition | undefined) {
  assert.ok(definition, "the file has no definition");
  const { plan, problems } = planDeliveryPipeline(scope, "lib", definition);
  assert.deepEqual(problems, []);
  return plan;
}

/** Problems of the example with one text replaced, each with the line of its place. */
function problemsWith(text: string, replacement: string): string[] {
  assert.ok(example.includes(text), text);
  const { problems, lineOf } = readDeliveryFile(example.replace(text, replacement));
  return problems.map(({ path, reason }) => `${lineOf(path)} ${path}: ${reason}`);
}

/** The published schema, as an editor checks a file with it. */
function editorCheck() {
  const schema = (name: string) => JSON.parse(readFileSync(join(root, `docs/schemas/${name}.json`), "utf8"));
  const ajv = new Ajv2020({ strict: false, logger: false });
  ajv.addSchema(schema("pipeline"), "pipeline.json");
  return ajv.compile(schema("delivery"));
}

describe("readDeliveryFile", () => {
  it("reads the pipeline that TypeScript writes with functions", () => {
    const source = {
      ...gitSource({
        connectionArn:
          "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
        repository: "acme/lib",
        pushes: [{ tags: { includes: ["v*"] } }],
      }),
      outputArtifacts: ["source"],
    };
    const node = { input: source, runtime: { nodejs: 22 } };
    const inTypeScript: DeliveryPipelineDefinition = {
      stages: [
        { name: "Source", actions: [source] },
        {
          name: "Test",
          actions: [
            buildAction({
              ...node,
              name: "Unit",
              commands: ["npm ci", "npm test"],
              reports: { unit: { files: ["junit.xml"] } },
            }),
          ],
        },
        { name: "Approve", actions: [approvalAction({ name: "Release", notify: ["release@acme.example"] })] },
        {
          name: "Publish",
          actions: [
            buildAction({
              ...node,
              name: "Npm",
              commands: [
                "npm ci --ignore-scripts",
                `echo '//registry.npmjs.org/:_authToken=\${NPM_TOKEN}' >> ~/.npmrc`,
                "npm publish --access public",
              ],
              environmentVariables: { NPM_TOKEN: { secret: "npm/publish:token" } },
            }),
          ],
        },
      ],
    };
    const { definition, problems } = readDeliveryFile(example);
    assert.deepEqual(problems, []);
    const [file, typed] = [planOf(definition), planOf(inTypeScript)];
    const parts = (plan: typeof file) =>
      plan?.projects.map(({ projectName, buildspec, permissions, environmentVariables }) => ({
        projectName,
        buildspec,
        permissions,
        environmentVariables: environmentVariables ?? {},
      }));
    assert.deepEqual(parts(file), parts(typed));
    assert.deepEqual(file?.topics, typed?.topics);
    assert.deepEqual(file?.pipeline.roles, typed?.pipeline.roles);
    assert.deepEqual(file?.pipeline.model, typed?.pipeline.model);
    assert.equal(file?.isGate, true);
  });

  it("names the artifact of a build after the action, or as outputArtifacts says", () => {
    const artifactsWith = (more: string) => {
      const text = example.replace("          commands: [npm ci, npm test]", `          files: [dist/**]\n$&`);
      const { definition } = readDeliveryFile(text.replace("      - name: Unit", `$&${more}`));
      return planOf(definition)?.pipeline.model.stages[1]?.actions[0]?.outputArtifacts;
    };
    assert.deepEqual(artifactsWith(""), ["Unit"]);
    assert.deepEqual(artifactsWith("\n        outputArtifacts: [site]"), ["site"]);
  });

  it("turns permissions into statements of the build role", () => {
    const grant = '          permissions: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme/*"] }]';
    const { definition } = readDeliveryFile(example.replace("          commands: [npm ci", `${grant}\n$&`));
    const expected = allowStatement({
      sid: "Granted1",
      actions: ["s3:GetObject"],
      resources: ["arn:aws:s3:::acme/*"],
    });
    const granted = planOf(definition)?.projects[0]?.permissions.filter(({ Sid }) => Sid === "Granted1");
    assert.deepEqual(granted, [expected]);
  });

  const refused: readonly (readonly [what: string, text: string, replacement: string, problem: RegExp])[] = [
    [
      "a misspelt key of a build",
      "runtime: { nodejs: 22 }\n          commands: [npm",
      "runtimes: { nodejs: 22 }\n          commands: [npm",
      /^21 stages\[1\]\.actions\[0\]\.build\.runtimes: .*runtime/,
    ],
    ["a build without commands", "commands: [npm ci, npm test]", "timeoutInMinutes: 5", /build\.commands: is missing/],
    [
      "an impossible setting of a project",
      "commands: [npm ci, npm test]",
      "commands: [make]\n          timeoutInMinutes: 1",
      /^23 .*build\.timeoutInMinutes/,
    ],
    [
      "a build that destroys",
      "commands: [npm ci, npm test]",
      "commands: [pulumi destroy --yes]",
      /build\.commands\[0\].*destroys/,
    ],
    [
      "a build beside a configuration",
      "        build:\n          runtime: { nodejs: 22 }\n          commands: [npm",
      "        configuration: { ProjectName: x }\n        build:\n          runtime: { nodejs: 22 }\n          commands: [npm",
      /^20 .*configuration: stands beside build/,
    ],
    [
      "a build of another provider",
      "      - name: Unit\n",
      "      - name: Unit\n        provider: Commands\n",
      /build: is a key of CodeBuild actions/,
    ],
    [
      "somebody who cannot be notified",
      "release@acme.example",
      "release",
      /^29 stages\[2\]\.actions\[0\]\.notify\[0\]: is no e-mail address/,
    ],
    [
      "notify of another action",
      "        provider: CodeStarSourceConnection\n",
      "        provider: CodeStarSourceConnection\n        notify: [a@acme.example]\n",
      /notify: is a key of Manual actions/,
    ],
    ["an artifact that nobody makes", "inputArtifacts: [source]", "inputArtifacts: [sources]", /^19 .*inputArtifacts/],
    ["no stages", "stages:", "stage:", /stages/],
    ["text that is no YAML", "stages:", "stages: [", /./],
  ];
  for (const [what, text, replacement, problem] of refused) {
    it(`refuses ${what}, with its line`, () => {
      const found = problemsWith(text, replacement);
      assert.ok(
        found.some((line) => problem.test(line)),
        found.join("\n"),
      );
    });
  }

  it("is checked by editors with the published schema", () => {
    const accepts = editorCheck();
    assert.equal(accepts(parse(example)), true, JSON.stringify(accepts.errors));
    for (const [text, replacement] of [
      ["commands: [npm ci", "command: [npm ci"],
      ["BranchName", "Branch"],
      ["notify: [release@acme.example]", "notify: []"],
    ] as const) {
      assert.equal(accepts(parse(example.replace(text, replacement))), false, replacement);
    }
  });

  it("offers editors targets and roles of stacks, each for the actions that take it", () => {
    const accepts = editorCheck();
    const withAction = (action: object) => {
      const definition = parse(example);
      definition.stages.push({ name: "Deploy", actions: [{ name: "Deploy", inputArtifacts: ["source"], ...action }] });
      return accepts(definition);
    };
    const target = { account: "222233334444", region: "eu-west-1" };
    const configuration = { ActionMode: "CREATE_UPDATE", StackName: "orders", TemplatePath: "source::a.yaml" };
    const stack = { provider: "CloudFormation", configuration, stackRole: { sam: { api: "http" } } };
    const bucket = { provider: "S3", configuration: { BucketName: "site", Extract: true } };
    assert.deepEqual([stack, { ...stack, target }, { ...bucket, target }].map(withAction), [true, true, true]);
    assert.deepEqual(
      [
        { ...bucket, target: { account: "12" } },
        { ...bucket, target: { acount: "222233334444" } },
        { ...bucket, target, stackRole: {} },
        { ...stack, stackRole: { sam: { api: "soap" } } },
        { provider: "CodeBuild", build: { commands: ["make"] }, target },
        { provider: "Manual", notify: ["release@acme.example"], target },
      ].map(withAction),
      [false, false, false, false, false, false],
    );
  });

  it("reads variables of earlier actions, targets and roles of stacks", () => {
    const more = `
  - name: Deploy
    actions:
      - name: Staging
        provider: CloudFormation
        inputArtifacts: [source]
        target: { account: "222233334444" }
        stackRole: { sam: { api: http } }
        configuration: { ActionMode: CREATE_UPDATE, StackName: orders, TemplatePath: "source::packaged.yaml" }
      - name: Smoke
        runOrder: 2
        inputArtifacts: [source]
        build:
          commands: [make smoke]
          environmentVariables: { URL: { value: "#{Staging.Url}" } }
`;
    const { definition, problems } = readDeliveryFile(`${example}${more}`);
    assert.deepEqual(problems, []);
    const { plan } = planDeliveryPipeline(scope, "lib", definition ?? assert.fail(), {}, undefined, ["222233334444"]);
    assert.equal(plan?.stackRoles[0]?.roleArn, "arn:aws:iam::222233334444:role/lib+stack-orders+eu-central-1");
    const broken = readDeliveryFile(
      `${example}${more.replace("Staging.Url", "Nowhere.Url").replace("api: http", "api: graphql")}`,
    );
    assert.deepEqual(
      broken.problems.map(({ path }) => path),
      ["stages[4].actions[0].stackRole.sam.api", "stages[4].actions[1].build.environmentVariables.URL.value"].map(
        (path) => path.replace(/\.value$/, ""),
      ),
    );
  });

  describe("with a plan", () => {
    const withPlan = (plan: string) => example.replace("  - name: Publish", `  - plan:\n${plan}\n$&`);
    const network = `      name: Network
      notify: [ops@acme.example]
      tool: terraform
      version: 1.13.5
      sha256: b7b0df5ffc1ffb2c7e8f9b3b6c2dbbd2ee1c7c9b1c9a5a7c4a63a4d4ba5eb20a
      directory: network
      state: { backend: s3, bucketName: acme-state, keyAlias: acme-state, key: network.tfstate }
      permissions: [{ actions: ["ec2:DescribeVpcs"], resources: ["*"] }]`;
    const queue = `      name: Queue
      notify: [ops@acme.example]
      approvalTimeoutInMinutes: 60
      tool: cloudformation
      stackName: orders-queue
      template: queue.yaml
      permissions: [{ actions: ["sqs:CreateQueue"], resources: ["arn:aws:sqs:eu-central-1:111122223333:orders-*"] }]`;
    const state = { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state", key: "network.tfstate" } as const;
    const notify = ["ops@acme.example"];

    function sourceOf(definition: DeliveryPipelineDefinition | undefined) {
      return definition?.stages[0]?.actions[0] as unknown as ReturnType<typeof gitSource>;
    }

    it("has the stages that TypeScript writes with planUpdate and planStack", () => {
      const { definition, problems } = readDeliveryFile(withPlan(`${network}\n  - plan:\n${queue}`));
      assert.deepEqual(problems, []);
      const input = sourceOf(definition);
      const expected = [
        ...planStages(
          planUpdate({
            name: "Network",
            input,
            tool: "terraform",
            version: "1.13.5",
            sha256: "b7b0df5ffc1ffb2c7e8f9b3b6c2dbbd2ee1c7c9b1c9a5a7c4a63a4d4ba5eb20a",
            directory: "network",
            state,
            permissions: [{ actions: ["ec2:DescribeVpcs"], resources: ["*"] }],
          }),
          { name: "Network", notify },
        ),
        ...planStages(
          planStack({
            name: "Queue",
            input,
            stackName: "orders-queue",
            template: "queue.yaml",
            permissions: [
              { actions: ["sqs:CreateQueue"], resources: ["arn:aws:sqs:eu-central-1:111122223333:orders-*"] },
            ],
            commit: "#{Repository.CommitId}",
          }),
          { name: "Queue", notify, timeoutInMinutes: 60 },
        ),
      ];
      const written = JSON.stringify(definition?.stages.slice(3, 9));
      assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(expected)));
      const plan = planOf(definition);
      const names = plan?.pipeline.model.stages.map(({ name }) => name);
      assert.deepEqual(names?.slice(3, 9), [
        "Plan-Network",
        "ApprovePlan-Network",
        "Deploy-Network",
        "Plan-Queue",
        "ApprovePlan-Queue",
        "Deploy-Queue",
      ]);
      assert.equal(plan?.isGate, true);
    });

    it("names its stages without an end if it is the only plan", () => {
      const { definition } = readDeliveryFile(withPlan(network));
      assert.deepEqual(
        definition?.stages.map(({ name }) => name),
        ["Source", "Test", "Approve", "Plan", "ApprovePlan", "Deploy", "Publish"],
      );
    });

    const wrong: readonly (readonly [what: string, text: string, replacement: string, problem: RegExp])[] = [
      ["a misspelt key", "directory: network", "directry: network", /^36 stages\[3\]\.plan\.directry: .*directory/],
      ["a tool without plans", "tool: terraform", "tool: helm", /^33 stages\[3\]\.plan\.tool: .*"helm".*terraform/],
      [
        "a plan without a state",
        /\n {6}state: .*/.exec(network)?.[0] ?? "",
        "",
        /^30 stages\[3\]\.plan\.state: is missing/,
      ],
      [
        "a plan that is switched off",
        "tool: terraform",
        "tool: terraform\n      plan: false",
        /^34 stages\[3\]\.plan\.plan: is false/,
      ],
      [
        "a plan of no commit",
        "tool: terraform",
        "tool: terraform\n      input: Unit",
        /^34 stages\[3\]\.plan\.input: is "Unit", which no source makes/,
      ],
      [
        "a plan that writes",
        "tool: terraform",
        'tool: terraform\n      plan: { permissions: [{ actions: ["ec2:CreateVpc"], resources: ["*"] }] }',
        /^34 stages\[3\]\.plan\.plan\.permissions\[0\]\.actions\[0\]: is "ec2:CreateVpc", which may write/,
      ],
      ["nobody who is notified", "notify: [ops@acme.example]", "", /^30 stages\[3\]\.plan\.notify/],
      [
        "keys of a stage beside it",
        "      name: Network",
        "      name: Network\n    actions: []",
        /^32 stages\[3\]\.actions: stands beside plan/,
      ],
    ];
    for (const [what, text, replacement, problem] of wrong) {
      it(`refuses ${what}, with its line`, () => {
        assert.ok(network.includes(text), text);
        const moved = what.startsWith("keys")
          ? example.replace("  - name: Publish", `  - plan:\n${network}\n    actions: []\n$&`)
          : withPlan(network.replace(text, replacement));
        const { problems, lineOf } = readDeliveryFile(moved);
        const found = problems.map(({ path, reason }) => `${lineOf(path)} ${path}: ${reason}`);
        const expected = what.startsWith("keys") ? /^39 stages\[3\]\.actions: stands beside plan/ : problem;
        assert.ok(
          found.some((line) => expected.test(line)),
          found.join("\n"),
        );
      });
    }

    it("keeps the places of stages behind it in problems", () => {
      const { problems } = readDeliveryFile(
        withPlan(network).replace("NPM_TOKEN: { secret", 'OTHER: { value: "#{Nobody.Said}" }\n            $&'),
      );
      assert.deepEqual(
        problems.map(({ path }) => path),
        ["stages[4].actions[0].build.environmentVariables.OTHER"],
      );
    });

    it("names the place of each action, for problems that the plan of the pipeline finds", () => {
      assert.deepEqual(readDeliveryFile(withPlan(network)).paths, [
        ["stages[0].actions[0]"],
        ["stages[1].actions[0]"],
        ["stages[2].actions[0]"],
        ["stages[3].plan"],
        ["stages[3].plan"],
        ["stages[3].plan"],
        ["stages[4].actions[0]"],
      ]);
    });

    it("is in the guide, without a problem for the pipeline and for editors", () => {
      const guide = readFileSync(join(root, "examples/guide/network.yaml"), "utf8");
      const { definition, problems } = readDeliveryFile(guide);
      assert.deepEqual(problems, []);
      assert.equal(planOf(definition)?.projects.length, 3);
      assert.equal(editorCheck()(parse(guide)), true);
    });

    it("is checked by editors", () => {
      const accepts = editorCheck();
      assert.equal(accepts(parse(withPlan(`${network}\n  - plan:\n${queue}`))), true, JSON.stringify(accepts.errors));
      assert.equal(accepts(parse(withPlan(network.replace("directory", "directry")))), false);
      assert.equal(accepts(parse(withPlan(network.replace("tool: terraform", "tool: helm")))), false);
    });
  });
});
