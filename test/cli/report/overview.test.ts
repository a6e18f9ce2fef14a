import assert from "node:assert/strict";
import { overviewReport, overviewRows } from "../../../cli/report/overview";
import { plain } from "../../../cli/report/style";
import { resource, result, stackResource } from "../preview/support/resource";
import { pack, policy } from "./verdicts";

const key = resource("aws:kms/key:Key", "key", { provider: "aws" });
const finding = (level: "mandatory" | "advisory", message: string) => [{ urn: "", level, message }];

const clean = result({
  resources: [stackResource, key],
  config: { "aws:region": "eu-west-1" },
  packs: [pack(policy("tags", { violations: finding("advisory", "name an owner") }))],
});
const violated = result({
  stack: "prod",
  status: 1,
  packs: [
    pack(
      policy("tags", { violations: finding("advisory", "name an owner") }),
      policy("cmk", { severity: "high", violations: finding("mandatory", "encrypt it") }),
    ),
  ],
});
const failed = result({
  stack: "broken-with-a-name-that-is-longer",
  status: 2,
  resources: [],
  diagnostics: [
    { severity: "info", message: "starting" },
    { severity: "error", message: "DeliveryEnvironment shop has 1 problem:\n  account: is missing" },
  ],
});

describe("the overview of many stacks", () => {
  it("has one row for each stack", () => {
    assert.deepEqual(overviewRows([clean, violated, failed]), [
      { name: "shop/dev", verdict: "clean", mandatory: 0, advisory: 1, resources: 2, cost: "$1.00", leftOut: "" },
      { name: "shop/prod", verdict: "violated", mandatory: 1, advisory: 1, resources: 1, cost: "$0.00", leftOut: "" },
      {
        name: `shop/${failed.stack}`,
        verdict: "refused",
        mandatory: 0,
        advisory: 0,
        resources: 0,
        cost: "unknown",
        leftOut: "",
      },
    ]);
  });

  it("shows each cause once with its stacks, the reason of each failure, and one verdict", () => {
    assert.equal(
      overviewReport([clean, violated, failed], 2345, plain, 70),
      `stack                verdict   mandatory  advisory  resources  a month
shop/dev             clean             0         1          2    $1.00
shop/prod            violated          1         1          1    $0.00
shop/broken-with-a-name-that-is-longer
                     refused

✗ shop/broken-with-a-name-that-is-longer: the preview was refused
  DeliveryEnvironment shop has 1 problem:
    account: is missing

✗ cmk (high)
  encrypt it
  shop/prod

! tags
  name an owner
  shop/dev, shop/prod

AWS was not contacted: its own validation did not run. Preview one
stack to see its pipelines.
✗ 3 stacks: 1 clean, 1 violated, 1 refused (2.3 s)
`,
    );
  });

  it("names six stacks of a cause and counts the others", () => {
    const many = Array.from({ length: 8 }, (_, index) => ({ ...clean, stack: `s${index}` }));
    const text = overviewReport(many, 0, plain, 100);
    assert.match(text, /^ {2}shop\/s0, shop\/s1, shop\/s2, shop\/s3, shop\/s4, shop\/s5 and 2 more$/m);
    assert.match(text, /^✓ 8 stacks: 8 clean \(0\.0 s\)$/m);
  });

  it("shows the reason of many failures once, and the folder of stacks of the same name", () => {
    const python = result({
      stack: "qa",
      status: 3,
      resources: [],
      diagnostics: [{ severity: "error", message: "runtime python does not run offline" }],
    });
    const text = overviewReport([failed, python, { ...python, folder: "b/c" }], 0, plain, 100);
    assert.match(
      text,
      /\n✗ shop\/qa, shop\/qa \(b\/c\): the preview failed\n {2}runtime python does not run offline\n\n/,
    );
    assert.equal(text.match(/does not run offline/g)?.length, 1);
  });

  it("has no total of $0.00 where costs have no price, and names them once with their stacks", () => {
    const secret = resource("aws:secretsmanager/secret:Secret", "token");
    const table = resource("aws:dynamodb/table:Table", "orders");
    const stackIn = (stack: string, region: string, ...more: (typeof secret)[]) =>
      result({ stack, resources: [stackResource, secret, ...more], config: { "aws:region": region } });
    const stacks = [
      stackIn("eu", "eu-central-1"),
      stackIn("eu2", "eu-central-1"),
      stackIn("us", "us-east-1", table),
      stackIn("us2", "us-east-1"),
    ];
    assert.equal(
      overviewReport(stacks, 0, plain, 100),
      `stack     verdict  mandatory  advisory  resources         a month
shop/eu   clean            0         0          2         unknown
shop/eu2  clean            0         0          2         unknown
shop/us   clean            0         0          3  at least $0.40
shop/us2  clean            0         0          2           $0.40

! Costs that are not counted
  1 secret in eu-central-1 (no price of the region here)
  shop/eu, shop/eu2
  1 Table (aws:dynamodb), without a price here
  shop/us
  aws-pipelines cost --stack NAME lists all of a stack.

AWS was not contacted: its own validation did not run. Preview one stack to see its pipelines.
✓ 4 stacks: 4 clean (0.0 s)
`,
    );
  });

  it("names the costs of six groups of stacks and counts the other stacks", () => {
    const many = Array.from({ length: 8 }, (_, index) =>
      result({ stack: `s${index}`, resources: [stackResource, resource(`aws:dynamodb/t${index}:T${index}`, "t")] }),
    );
    assert.match(overviewReport(many, 0, plain, 100), /\n {2}shop\/s5\n {2}other costs of 2 more stacks\n/);
  });

  it("says which stacks are incomplete", () => {
    const text = overviewReport([{ ...clean, gaps: [{ kind: "component", what: "vpc" }] }], 0, plain, 120);
    assert.match(text, /^! shop\/dev: 1 part of the program is unknown offline/m);
  });

  it("shows control characters in the name of a folder, which cannot rewrite a row", () => {
    const text = overviewReport([{ ...clean, folder: "a\u001b[2K\rb" }], 0, plain, 120);
    assert.match(text, /^shop\/dev \(a\\u\{1b\}\[2K\\u\{d\}b\) +clean /m);
  });
});
