import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { BuildProject, type BuildProjectArgs } from "../../components/codebuild/build-project";
import { DeliveryEnvironment, type DeliveryEnvironmentArgs } from "../../components/delivery/delivery-environment";
import { DeliveryPipeline, type DeliveryPipelineArgs } from "../../components/delivery/delivery-pipeline";
import { DestroyPipeline, type DestroyPipelineArgs } from "../../components/destroy/destroy-pipeline";
import { Pipeline, type PipelineArgs } from "../../components/pipelines/pipeline";
import { StateBackend, type StateBackendArgs } from "../../components/storage/state-backend";
import { modelProblems } from "../support/aws-models";
import { stackSettings } from "../support/delivery-settings";
import { destroySettings } from "../support/destroy-settings";
import { type FuzzSubject, furtherSubjects } from "../support/fuzz-subjects";
import { approvalAction, buildAction, sourceAction, topicArn } from "../support/pipelines";
import { type Recorded, record } from "../support/recorder";
import { effort } from "../support/runs";
import { keyArn, scope } from "../support/scopes";

type Settings = Record<string, unknown>;

const permissions = [{ Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::data/*"] }];
const environmentVariables = {
  STAGE: { value: "dev" },
  TOKEN: { secret: "shop/token" },
  URL: { parameter: "/shop/url" },
};
const buildspec = {
  version: 0.2,
  env: { "secrets-manager": { KEY: "shop/key:api" }, "parameter-store": { NAME: "/shop/name" } },
  phases: { install: { "runtime-versions": { nodejs: "22" } }, build: { commands: ["npm test"] } },
  reports: { unit: { files: ["junit.xml"], "file-format": "JUNITXML" } },
  artifacts: { files: ["dist/**/*"], name: "site" },
};
const roles = { rolePath: "/delivery/", permissionsBoundaryArn: "arn:aws:iam::111122223333:policy/bounds" };
const tags = { team: "web", cost: "42" };
const { destroy, ...production } = stackSettings("prod");
const stages = [
  { name: "Source", actions: [sourceAction()] },
  {
    name: "Build",
    beforeEntry: {
      result: "FAIL",
      rules: [
        {
          name: "Wanted",
          provider: "VariableCheck",
          configuration: { Variable: "#{variables.stage}", Value: "skip", Operator: "NE" },
        },
      ],
    },
    actions: [
      buildAction({ namespace: "Built", outputArtifacts: ["app"] }),
      {
        name: "Lint",
        provider: "Commands",
        inputArtifacts: ["source"],
        commands: ["make lint"],
        outputVariables: ["FOUND"],
      },
    ],
  },
  { name: "Approve", actions: [approvalAction({}, { NotificationArn: topicArn, CustomData: "Look" })] },
];
const { configuration: _, ...build } = buildAction();
const triggers = [
  { sourceAction: "Repository", push: [{ branches: { includes: ["main"] }, filePaths: { includes: ["src/**"] } }] },
];
const schedules = [{ name: "nightly", expression: "cron(0 3 * * ? *)" }];

const subjects: Readonly<Record<string, FuzzSubject>> = {
  BuildProject: {
    settings: {
      projectName: "shop",
      description: "Builds",
      encryptionKeyArn: keyArn,
      buildspec,
      ...roles,
      tags,
      permissions,
      environmentVariables,
    },
    make: (settings, opts) => new BuildProject("shop", { ...scope, ...settings } as unknown as BuildProjectArgs, opts),
  },
  Pipeline: {
    settings: {
      ...{ pipelineName: "shop", artifactBucketName: "store", encryptionKeyArn: keyArn, stages, triggers, schedules },
      ...{ variables: [{ name: "stage", defaultValue: "dev", description: "Stage" }], ...roles, tags },
    },
    make: (settings, opts) => new Pipeline("shop", { ...scope, ...settings } as unknown as PipelineArgs, opts),
  },
  DeliveryPipeline: {
    settings: {
      ...scope,
      ...roles,
      tags,
      artifacts: { bucketName: "acme-artifacts" },
      stages: [
        { name: "Source", actions: [sourceAction()] },
        {
          name: "Approve",
          actions: [{ ...approvalAction(), inputArtifacts: [], outputArtifacts: [], notify: ["release@acme.example"] }],
        },
        {
          name: "Build",
          actions: [{ ...build, outputArtifacts: [], build: { commands: ["make"], environmentVariables } }],
        },
      ],
      notify: { emails: ["team@acme.example"] },
    },
    make: (settings, opts) => new DeliveryPipeline("shop", settings as unknown as DeliveryPipelineArgs, opts),
  },
  DestroyPipeline: {
    settings: { ...scope, ...roles, tags, ...destroySettings({ environmentVariables, target: "dev" }) },
    make: (settings, opts) => new DestroyPipeline("shop-dev-destroy", settings as unknown as DestroyPipelineArgs, opts),
  },
  DeliveryEnvironment: {
    settings: {
      ...production,
      ...roles,
      permissionsBoundaryArn: "arn:aws:iam::333344445555:policy/bounds",
      builds: { image: "aws/codebuild/standard:8.0" },
      test: { commands: ["npm test"], directory: "tests", reports: { integration: ["results/*.xml"] } },
      image: { ...production.image, repositoryName: "platform/shop", keepImages: 10, protectedTags: ["prod-*"] },
    },
    make: (settings, opts) =>
      new DeliveryEnvironment("shop-prod", settings as unknown as DeliveryEnvironmentArgs, opts),
  },
  StateBackend: {
    settings: {
      ...{ ...scope, bucketName: "acme-state", users: ["arn:aws:iam::111122223333:role/ops"], ...roles, tags },
      replication: {
        region: "eu-west-1",
        existingBucketName: "theirs",
        existingKeyArn: keyArn.replace("eu-central-1", "eu-west-1"),
      },
    },
    make: (settings, opts) => new StateBackend("acme-state", settings as unknown as StateBackendArgs, opts),
  },
};

/** Texts that AWS refuses in one place or another, and any text. */
const texts = fc.oneof(
  fc.constantFrom(
    ...[
      "",
      " ",
      "x",
      "-",
      "*",
      "a b",
      "a.b",
      "a_b",
      "A",
      "größe",
      "日本",
      "😀",
      "a\nb",
      "a\tb",
      "a/b",
      "/",
      "../x",
      "aws",
      "aws:x",
    ],
    ...[
      "refs/heads/main",
      "us-esat-1",
      "us-east-1",
      "xn--a",
      "a-s3alias",
      "1.2.3.4",
      "{}",
      "#{a.b}",
      ["$", "{x}"].join(""),
      "$(id)",
      "true",
    ],
    ...[
      "arn:aws:iam::111122223333:role/x",
      "arn:aws:iam::999988887777:role/x",
      "arn:aws:s3:::x",
      "111122223333",
      "a@b.example",
    ],
    ...[
      40, 63, 64, 65, 100, 101, 127, 128, 129, 150, 151, 255, 256, 257, 512, 513, 1_000, 1_001, 2_048, 9_000, 70_000,
    ].map((length) => "a".repeat(length)),
    "é".repeat(200),
  ),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9.@_/ +-]{0,90}$/),
);

type Place = readonly (string | number)[];

/** Every place of a text, and every key of a map, among settings. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value === "string") {
    return [at];
  }
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, item]) => placesOf(item, [...at, Array.isArray(value) ? Number(key) : key]))
    : [];
}

const maps = ["tags", "environmentVariables", "reports", "secrets-manager", "parameter-store"];

/** The settings with another text in one place, as its value or, in a map, as its key. */
function withText(value: unknown, [key, ...rest]: Place, text: string, asKey: boolean): unknown {
  if (key === undefined) {
    return text;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === key ? withText(item, rest, text, asKey) : item));
  }
  return Object.fromEntries(
    Object.entries(value as Settings).map(([name, item]) => {
      if (name !== key) {
        return [name, item];
      }
      const [inner] = rest;
      return asKey && maps.includes(name) && typeof inner === "string"
        ? [name, { [text]: (item as Settings)[inner] }]
        : [name, withText(item, rest, text, asKey)];
    }),
  );
}

/** The resources of a component; none if it refuses its settings with a message for its user. */
async function resourcesOf(subject: FuzzSubject, settings: unknown): Promise<readonly Recorded[]> {
  try {
    return await recordOf(subject, settings);
  } catch (problem) {
    assert.ok(problem instanceof pulumi.RunError, String(problem));
    return [];
  }
}

function recordOf({ make }: FuzzSubject, settings: unknown): Promise<readonly Recorded[]> {
  return record({ preview: true }, (opts) => make(settings as Settings, opts));
}

/** Cheap components. Rare characters in one of many places need hundreds of runs, which `npm test` leaves to test:full. */
const further = effort > 1 ? 20 : 2;

describe("any text in any setting, in the eyes of AWS's own models,", () => {
  for (const [component, subject] of Object.entries({ ...subjects, ...furtherSubjects })) {
    it(`gives a ${component} whose resources AWS accepts, or is refused before`, async () => {
      assert.deepEqual(modelProblems(await recordOf(subject, subject.settings)), []);
      const places = fc.constantFrom(...placesOf(subject.settings));
      await fc.assert(
        fc.asyncProperty(places, texts, fc.boolean(), async (place, text, asKey) => {
          const settings = withText(subject.settings, place, text, asKey);
          assert.deepEqual(
            modelProblems(await resourcesOf(subject, settings)),
            [],
            `${place.join(".")}: ${text.slice(0, 60)}`,
          );
        }),
        { numRuns: effort * (component in furtherSubjects ? further : 6) },
      );
    });
  }
});
