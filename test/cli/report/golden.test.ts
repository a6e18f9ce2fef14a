import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { accessMapOf, identityAccess } from "../../../cli/insight/access";
import type { Change } from "../../../cli/insight/change";
import { estimateOf } from "../../../cli/insight/cost/estimate";
import { DEFAULT_USAGE } from "../../../cli/insight/cost/usage";
import { pipelinesOf } from "../../../cli/insight/pipelines";
import { whatIf } from "../../../cli/insight/what-if";
import type { PreviewResult } from "../../../cli/preview/result";
import { accessOverview } from "../../../cli/report/access";
import { costReport } from "../../../cli/report/cost";
import { diagramText } from "../../../cli/report/diagram/text";
import { outcomeReport } from "../../../cli/report/outcomes";
import { plain } from "../../../cli/report/style";
import { summaryReport } from "../../../cli/report/summary";
import { action, pipeline, shop, source } from "../insight/programs";
import { resource, result, stackResource } from "../preview/support/resource";
import { pack, policy } from "./verdicts";

// `UPDATE_GOLDEN=1` writes the files anew. Review their difference.
const FOLDER = join(__dirname, "../../fixtures/golden-reports");
const WIDTHS = [60, 80, 120, 200];

const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const role = (name: string, service: string, given: object = {}) =>
  resource("aws:iam/role:Role", name, {
    inputs: {
      name,
      assumeRolePolicy: document({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }),
      inlinePolicies: [
        {
          name: "own",
          policy: document({ Effect: "Allow", Action: ["s3:GetObject", "logs:PutLogEvents"], Resource: "*" }),
        },
      ],
      ...given,
    },
  });
const config = { "aws:region": "us-east-1", "aws:allowedAccountIds": '["111122223333"]' };
const key = resource("aws:kms/key:Key", "shop-key", { inputs: { enableKeyRotation: true } });
const image = resource("aws:codebuild/project:Project", "shop-image", {
  inputs: {
    name: "shop-image",
    serviceRole: "arn:aws:iam::111122223333:role/build",
    environment: { type: "LINUX_CONTAINER", computeType: "BUILD_GENERAL1_SMALL" },
  },
});
const component = resource("aws-pipelines:index:DeliveryEnvironment", "shop", { custom: false });
const own = [stackResource, component, key, image, role("build", "codebuild.amazonaws.com"), shop];
const long =
  "should be encrypted with a customer managed key, because the account's own key gives nobody a say over it";

/** A bucket, a queue and a pipeline that other people wrote. */
const foreign = [
  stackResource,
  resource("aws:s3/bucket:Bucket", "my-bucket-8f2b1c9"),
  resource("aws:sqs/queue:Queue", "jobs-1a2b3c4"),
  resource("aws:cloudwatch/dashboard:Dashboard", "overview", { inputs: { region: "ap-northeast-1" } }),
  role("lambda-role-77aa001", "lambda.amazonaws.com", {
    managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  }),
  pipeline(
    "legacy",
    [
      { name: "Source", actions: [source] },
      { name: "Build", actions: [action("Run", "Commands")] },
    ],
    { region: "ap-northeast-1" },
  ),
];
const many = Array.from({ length: 2000 }, (_, index) => resource("aws:s3/bucket:Bucket", `bucket-${index}`));

const programs: Readonly<Record<string, PreviewResult>> = {
  clean: result({ resources: own, config, packs: [pack(policy("kms-rotation"), policy("s3-tls"))] }),
  failing: result({
    resources: own,
    config,
    status: 1,
    packs: [
      pack(
        policy("codebuild-encryption", {
          severity: "high",
          violations: [{ urn: image.urn, level: "mandatory", message: `encryptionKey ${long}` }],
        }),
        policy("logs-retention", {
          severity: "low",
          violations: [{ urn: "", level: "advisory", message: "some log group should exist" }],
        }),
      ),
    ],
    diagnostics: [{ severity: "warning", message: "a setting is deprecated" }],
  }),
  huge: result({
    resources: [...own, ...many],
    config,
    status: 1,
    packs: [
      pack(
        policy("s3-tls", {
          severity: "medium",
          violations: many.map(({ urn }) => ({
            urn,
            level: "mandatory" as const,
            message: "should refuse plain HTTP",
          })),
        }),
      ),
    ],
  }),
  foreign: result({
    project: "somebody-elses",
    resources: foreign,
    gaps: [{ kind: "component", what: "awsx:ec2:Vpc vpc" }],
  }),
};

const push: Change = { kind: "push", branch: "main", repository: "acme/shop", files: ["docs/README.md"] };

function pageOf(subject: PreviewResult, width: number): string {
  const pipelines = pipelinesOf(subject.resources, subject.config);
  const estimate = estimateOf(subject.resources, subject.config, pipelines);
  const map = accessMapOf(subject.resources, pipelines);
  const access = map.identities.map((identity) => identityAccess(identity, map));
  return [
    `===== preview, ${width} columns`,
    summaryReport(subject, plain, width),
    `===== cost, ${width} columns`,
    costReport("stack", estimate, DEFAULT_USAGE, plain, width),
    `===== diagram, ${width} columns`,
    `${pipelines.flatMap((pipeline) => diagramText(pipeline, plain, width)).join("\n")}\n`,
    `===== what-if, ${width} columns`,
    outcomeReport(whatIf(push, subject.resources), pipelines, plain, width),
    `===== access, ${width} columns`,
    `${accessOverview(access, plain, width).join("\n")}\n`,
  ].join("\n");
}

describe("the reports at 60, 80, 120 and 200 columns", () => {
  for (const [name, subject] of Object.entries(programs)) {
    it(`are as reviewed for a ${name} program`, () => {
      const text = WIDTHS.map((width) => pageOf(subject, width)).join("\n");
      const file = join(FOLDER, `${name}.txt`);
      if (process.env.UPDATE_GOLDEN === "1") {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      assert.equal(text, readFileSync(file, "utf8"));
    });

    it(`fit on one screen and in the width for a ${name} program`, () => {
      for (const width of WIDTHS) {
        const screen = summaryReport(subject, plain, width).split("\n");
        assert.ok(screen.length <= 31, `${screen.length} lines at ${width} columns`);
        const wide = pageOf(subject, width)
          .split("\n")
          .filter((line) => line.length > width && line.trim().includes(" "));
        assert.deepEqual(wide, []);
      }
    });
  }
});
