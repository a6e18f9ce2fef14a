import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as components from "../../../components";
import { BuildNetwork } from "../../../components/network";
import schema from "../../../components/provider/schema.json";
import { argumentKinds } from "../../../components/schema/argument-kinds";
import { argumentProblems } from "../../../components/schema/arguments";

const account = "111122223333";
const region = "eu-central-1";
const place = { account, region };
const encryptionKeyArn = `arn:aws:kms:${region}:${account}:key/1a2b3c4d-0000-0000-0000-000000000000`;
const connectionArn = `arn:aws:codeconnections:${region}:${account}:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f`;
const topicArns = [`arn:aws:sns:${region}:${account}:alarms`];
const buildspec = { phases: { build: { commands: ["make"] } } };
const stages = [
  {
    name: "Source",
    actions: [
      {
        name: "Repository",
        provider: "CodeStarSourceConnection",
        inputArtifacts: [],
        outputArtifacts: ["source"],
        configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" },
      },
    ],
  },
  { name: "Approve", actions: [{ name: "Review", provider: "Manual", configuration: {} }] },
];
const stagesElsewhere = [
  ...stages,
  {
    name: "Deploy",
    actions: [
      {
        name: "Upload",
        provider: "S3",
        category: "Deploy",
        target: { account: "444455556666" },
        inputArtifacts: ["source"],
        outputArtifacts: [],
        configuration: { BucketName: "shop-site", Extract: true },
      },
    ],
  },
];
const roleArn = `arn:aws:iam::${account}:role/admin`;
const cli = { version: "3.248.0", sha256: "fe736f91b4153f94f859870e34dda01e648552c25f702c8a42282acf3a5db9ad" };

/** Valid arguments of each component. */
const valid: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ArtifactBucket: place,
  AuditTrail: { ...place, pipelineNames: ["shop"], administratorArns: [roleArn], topicArns },
  BuildNetwork: { ...place, encryptionKeyArn },
  BuildProject: { ...place, encryptionKeyArn, buildspec },
  CodeCommitRepository: { ...place, encryptionKeyArn },
  Connection: { region, providerType: "GitHub" },
  CustomAction: { category: "Test" },
  DeliveryEnvironment: {
    ...place,
    application: "shop",
    source: { connectionArn, repository: "acme/shop" },
    builds: [{ name: "Test", commands: ["make"] }],
  },
  DeliveryPipeline: { ...place, stages },
  DeploymentGroup: { ...place, target: { platform: "Lambda", functionNames: ["shop"] } },
  DestroyPipeline: {
    ...place,
    source: { connectionArn, repository: "acme/shop" },
    infrastructure: { tool: "pulumi", ...cli, stack: "acme/shop/dev" },
    state: { backend: "pulumi-cloud", accessTokenSecret: "shop/write", previewAccessTokenSecret: "shop/read" },
    approvers: { first: { notify: ["leads@acme.example"], principals: [roleArn] } },
  },
  Fleet: {
    ...place,
    source: { connectionArn, repository: "acme/shops" },
    cli,
    environments: { dev: { project: "shop", stack: "shop-dev", account, region } },
    waves: [{ name: "Dev", environments: ["dev"] }],
  },
  ImageRepository: { encryptionKeyArn },
  PackageRegistry: { ...place, npmScope: "acme" },
  Pipeline: { ...place, artifactBucketName: "shop-artifacts", encryptionKeyArn, stages },
  PipelineAlarms: { ...place, pipelineNames: ["shop"], topicArns },
  PipelineNotifications: { ...place, pipelineNames: ["shop"], emails: ["team@acme.example"] },
  PullRequestChecks: {
    ...place,
    encryptionKeyArn,
    baseBranches: ["main"],
    buildspec,
    source: { type: "GITHUB", location: "https://github.com/acme/shop.git", connectionArn },
  },
  StateBackend: { ...place, users: [roleArn] },
  TargetAccount: { account: "444455556666", pipeline: { name: "shop", ...place }, stages: stagesElsewhere },
};

/** Classes of components by name. */
const classes = { ...components, BuildNetwork } as unknown as Readonly<
  Record<string, new (name: string, args: unknown) => pulumi.ComponentResource>
>;

interface Property {
  readonly type?: string;
  readonly plain?: boolean;
  readonly oneOf?: readonly Property[];
  readonly items?: Property;
}

/** Resources are objects here, and texts in other languages. */
const resources = ["encryptionKeyPolicy", "startAfter"];

/** Values by their names in messages, with the kinds that take them. */
const values: readonly (readonly [name: string, kinds: readonly string[], value: () => unknown])[] = [
  ["a text", ["string"], () => "no such thing"],
  ["a number", ["integer"], () => 5],
  ["a boolean", ["boolean"], () => true],
  ["an object", ["object"], () => ({ nobody: { knows: "this" } })],
  ["a list", ["array"], () => ["a"]],
  ["a list of nothing", [], () => [null]],
  ["null", [], () => null],
  ["a function", [], () => () => undefined],
];

function kindsOf(key: string, { type = "object", oneOf }: Property): readonly string[] {
  const kinds = (oneOf ?? [{ type }]).map((member) => member.type ?? "object");
  return resources.includes(key) ? [...kinds, "object"] : kinds;
}

/** Makes a component, and returns the refusal of its arguments. */
function refusal(component: string, args: unknown): string {
  const Component = classes[component] ?? assert.fail(component);
  try {
    new Component(component === "DestroyPipeline" ? "shop-dev-destroy" : "shop-dev", args);
    return "";
  } catch (error) {
    return error instanceof pulumi.RunError ? error.message : `${(error as Error).stack}`;
  }
}

describe("arguments of a wrong kind", () => {
  const { info } = pulumi.log;
  before(() => {
    Object.assign(pulumi.log, { info: async () => undefined });
    return pulumi.runtime.setMocks(
      { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) },
      "shop",
      "dev",
      true,
    );
  });
  after(() => {
    Object.assign(pulumi.log, { info });
  });

  it("are known for every component", () => {
    const names = Object.keys(schema.resources).map((token) => token.split(":")[2]);
    assert.deepEqual(Object.keys(argumentKinds), names);
    assert.deepEqual(Object.keys(valid), names);
  });

  it("are refused at once, with unknown names, lists and what is required in an object", () => {
    const args = {
      region: 5,
      source: { type: "GITHUB", location: ["a"] },
      baseBranches: ["main", 7],
      encryptionKeyArn: pulumi.output("later"),
      buildspec: {},
      tagz: {},
    };
    assert.deepEqual(argumentProblems("PullRequestChecks", args), [
      { path: "source.connectionArn", reason: "is missing: give text" },
      { path: "source.location", reason: 'is ["a"]: give text' },
      { path: "baseBranches[1]", reason: "is 7: give text" },
      { path: "account", reason: "is missing: give text" },
      { path: "region", reason: "is 5: give text" },
      {
        path: "tagz",
        reason: `is not known here. Did you mean tags? Allowed are ${Object.keys(argumentKinds.PullRequestChecks)
          .filter((key) => !key.includes("."))
          .join(", ")}`,
      },
    ]);
  });

  for (const [token, { inputProperties, ...spec }] of Object.entries(schema.resources)) {
    const component = token.split(":")[2] ?? "";
    const base = valid[component] ?? {};
    const properties: readonly (readonly [string, Property])[] = Object.entries(inputProperties);
    const named = (key: string) => new RegExp(`^${component} \\S+ has .*problems?:(\\n.*)*\\n {2}${key}\\b.*: `);

    it(`are refused by ${component}, each by its name`, () => {
      assert.equal(refusal(component, base), "");
      const accepted = properties.flatMap(([key, property]) =>
        values
          .filter(([, kinds]) => !kinds.some((kind) => kindsOf(key, property).includes(kind)))
          .map(
            ([name, , value]) => [`${key} is ${name}`, refusal(component, { ...base, [key]: value() }), key] as const,
          )
          .filter(([, message]) => !named(key).test(message)),
      );
      assert.deepEqual(accepted, []);
    });

    it(`are refused by ${component} where a plain argument is an output`, () => {
      const accepted = properties
        .filter(([key, { plain }]) => plain && !resources.includes(key))
        .map(([key]) => [key, refusal(component, { ...base, [key]: pulumi.output("later") })] as const)
        .filter(([key, message]) => !message.includes(`\n  ${key}: is an output whose value is not known yet`));
      assert.deepEqual(accepted, []);
    });

    it(`never break ${component}, whatever is in an object or is missing`, () => {
      const insides = [{ nobody: { knows: "this" } }, { nobody: null }, [{ nobody: 1 }]];
      const objects = properties.filter(([key, property]) =>
        kindsOf(key, property).some((kind) => kind === "object" || kind === "array"),
      );
      const broken = [
        ...objects.flatMap(([key]) => insides.map((value) => [key, { ...base, [key]: value }] as const)),
        ...("requiredInputs" in spec ? spec.requiredInputs : []).map(
          (key) => [`${key} missing`, { ...base, [key]: undefined }] as const,
        ),
      ]
        .map(([key, args]) => [key, refusal(component, args)] as const)
        // The stack of another error begins with its class.
        .filter(([, message]) => /^\w*Error\b/.test(message));
      assert.deepEqual(broken, []);
    });

    it(`are refused by ${component} in place of all arguments, and by a misspelt name`, () => {
      for (const args of [undefined, null, "text", 5, []]) {
        assert.match(refusal(component, args), /^\w+ \S+ has a problem:\n {2}is .*: give an object$/);
      }
      assert.match(refusal(component, { ...base, regoin: "eu-central-1" }), named("regoin"));
    });
  }
});
