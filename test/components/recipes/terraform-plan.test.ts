import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkFiles,
  describeTerraformPlan,
  initialiseWithCare,
  planFiles,
  readPlan,
} from "../../../components/recipes/terraform-plan";

const args = {
  version: "1.13.5",
  sha256: "0f".repeat(32),
  directory: "deploy",
  state: { bucketName: "acme-state", region: "eu-central-1", key: "shop/terraform.tfstate" },
};
const backend = {
  type: "s3",
  config: {
    bucket: "acme-state",
    region: "eu-central-1",
    key: "shop/terraform.tfstate",
    use_lockfile: true,
    encrypt: false,
    profile: null,
  },
};

function bash(command: string, cwd: string, env: Record<string, string> = {}) {
  const { status, stderr } = spawnSync("bash", ["--norc", "-c", command], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, ...env },
  });
  return { status, lines: stderr.split("\n").slice(0, -1) };
}

describe("the destruction of a Terraform module", () => {
  const change = (actions: string[], more: object = {}) => ({
    address: "aws_s3_bucket.it",
    mode: "managed",
    type: "aws_s3_bucket",
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions, before: { id: "assets", tags: {} } },
    ...more,
  });

  /** Describes a saved plan of these changes. */
  function describePlan(changes: unknown[], more: object = {}, state = '{"lineage":"l","serial":7}') {
    const texts: Record<string, string> = {
      show: JSON.stringify({ resource_changes: changes, ...more }),
      state,
      version: JSON.stringify({
        terraform_version: "1.13.5",
        provider_selections: { "registry.terraform.io/hashicorp/aws": "6.2.0", "a.example/b/c": "1.0.0" },
      }),
      saved: "the saved plan",
    };
    const files = { ...fs, readFileSync: (file: string) => texts[file] } as unknown as typeof fs;
    return describeTerraformPlan(files, "terraform", "show", "state", "version", "saved");
  }

  it("is bound to versions, to one version of the state and to the saved plan", () => {
    const { tool, plugins, state, savedPlan } = describePlan([]);
    assert.equal(tool, "terraform 1.13.5");
    assert.deepEqual(plugins, ["a.example/b/c 1.0.0", "registry.terraform.io/hashicorp/aws 6.2.0"]);
    assert.deepEqual(state, { lineage: "l", serial: 7 });
    assert.equal(savedPlan, createHash("sha256").update("the saved plan").digest("hex"));
  });

  it("may be of a state that is empty, for which the tool prints nothing", () => {
    assert.deepEqual(describePlan([], {}, "\n").state, { lineage: undefined, serial: undefined });
  });

  it("deletes resources, forgets others, and reads nothing", () => {
    const { changes, refused } = describePlan([
      change(["delete"]),
      change(["forget"], { address: "aws_sns_topic.it" }),
      change(["delete"], { address: "aws_s3_bucket.old", deposed: "0a1b" }),
      change(["read"], { mode: "data", address: "data.aws_region.it" }),
      change(["no-op"], { address: "aws_kms_key.it" }),
    ]);
    assert.deepEqual(
      changes.map(({ action, address }) => [action, address]),
      [
        ["delete", "aws_s3_bucket.it"],
        ["forget", "aws_sns_topic.it"],
        ["delete", "aws_s3_bucket.old (deposed object 0a1b)"],
      ],
    );
    assert.deepEqual(refused, []);
  });

  it("keeps everything about a resource in its record", () => {
    assert.deepEqual(describePlan([change(["delete"])]).changes, [
      {
        action: "delete",
        address: "aws_s3_bucket.it",
        type: "aws_s3_bucket",
        id: "assets",
        record: { before: { id: "assets", tags: {} }, provider: "registry.terraform.io/hashicorp/aws" },
      },
    ]);
  });

  for (const [what, before, sensitive, id] of [
    ["an id", { id: "assets", arn: "arn:aws:s3:::assets" }, {}, "assets"],
    ["an ARN alone", { arn: "arn:aws:s3:::assets" }, {}, "arn:aws:s3:::assets"],
    ["a sensitive id", { id: "hunter2" }, { id: true }, undefined],
    ["sensitive everything", { id: "hunter2" }, true, undefined],
    ["no id", {}, {}, undefined],
    ["nothing", null, {}, undefined],
  ] as const) {
    it(`shows ${id ?? "no id"} of a resource with ${what}`, () => {
      const given = { actions: ["delete"], before, before_sensitive: sensitive };
      assert.equal(describePlan([{ ...change(["delete"]), change: given }]).changes[0]?.id, id);
    });
  }

  for (const actions of [["create"], ["update"], ["delete", "create"]]) {
    it(`is refused if it would ${actions.join(" and ")}`, () => {
      assert.deepEqual(describePlan([change(actions)]).refused, [
        `aws_s3_bucket.it: a destroy cannot ${actions.join()}`,
      ]);
    });
  }

  it("is refused with provisioners, in modules too, which would run on the build", () => {
    const provisioned = { resources: [{ address: "aws_instance.it", provisioners: [{ type: "local-exec" }] }] };
    const configuration = {
      root_module: { resources: [{ address: "a.b" }], module_calls: { web: { module: provisioned } } },
    };
    assert.equal(describePlan([], { configuration }).refused.length, 1);
    assert.match(
      describePlan([], { configuration }).refused[0] ?? "",
      /aws_instance\.it has a provisioner, which would run on the build with its role$/,
    );
  });
});

describe("the check of an initialised module", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(join(tmpdir(), "data folder-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function check(given: object | undefined, installed: string[], more: object = {}) {
    fs.writeFileSync(join(folder, "terraform.tfstate"), JSON.stringify({ backend: given }));
    for (const address of installed) {
      fs.mkdirSync(join(folder, "providers", address), { recursive: true });
    }
    const command = initialiseWithCare({ ...args, ...more }).at(-1) ?? "";
    return bash(command, folder, { TF_DATA_DIR: folder });
  }
  const hashicorp = "registry.terraform.io/hashicorp/aws/6.2.0/linux_amd64";
  const unknown = (address: string) =>
    `The module uses the provider ${address}, which would run before anybody approves. Add it to providers if everyone who pushes may run its code, and programs that it starts, with the role of the preview`;

  for (const [what, installed, more] of [
    ["no provider", [], {}],
    ["a provider of HashiCorp", [hashicorp], {}],
    [
      "a provider that is named",
      ["registry.terraform.io/integrations/github/1.0.0/linux_amd64"],
      { providers: ["integrations/github"] },
    ],
    [
      "a provider of another registry that is named in full",
      ["registry.example.com/acme/cloud/1.0.0/linux_amd64"],
      { providers: ["registry.example.com/acme/cloud"] },
    ],
    [
      "a provider of HashiCorp for OpenTofu",
      ["registry.opentofu.org/hashicorp/aws/6.2.0/linux_amd64"],
      { distribution: "opentofu" },
    ],
    [
      "the provider that runs programs, if it is named",
      ["registry.terraform.io/hashicorp/external/2.0.0/linux_amd64"],
      { providers: ["hashicorp/external"] },
    ],
  ] as const) {
    it(`accepts ${what}`, () => {
      assert.deepEqual(check(backend, [...installed], more), { status: 0, lines: [] });
    });
  }

  for (const [what, installed, more, address] of [
    ["another publisher", ["registry.terraform.io/evil/aws/1.0.0"], {}, "registry.terraform.io/evil/aws"],
    ["another registry", ["evil.example/hashicorp/aws/1.0.0"], {}, "evil.example/hashicorp/aws"],
    [
      "a publisher that is called almost like HashiCorp",
      ["registry.terraform.io/hashicorp-evil/aws/1.0.0"],
      {},
      "registry.terraform.io/hashicorp-evil/aws",
    ],
    [
      "the provider that runs programs",
      ["registry.terraform.io/hashicorp/external/2.0.0"],
      {},
      "registry.terraform.io/hashicorp/external",
    ],
    [
      "the provider that a kubeconfig file of the commit makes run programs",
      ["registry.terraform.io/hashicorp/kubernetes/2.0.0"],
      {},
      "registry.terraform.io/hashicorp/kubernetes",
    ],
    [
      "an archived provider",
      ["registry.terraform.io/hashicorp/chef/0.2.0"],
      {},
      "registry.terraform.io/hashicorp/chef",
    ],
    [
      "Terraform's registry for OpenTofu",
      [hashicorp],
      { distribution: "opentofu" },
      "registry.terraform.io/hashicorp/aws",
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(check(backend, [...installed], more), { status: 1, lines: [unknown(address)] });
    });
  }

  for (const [what, given, kept] of [
    [
      "another bucket",
      { ...backend, config: { ...backend.config, bucket: "evil" } },
      "s3 with bucket, encrypt, key, region, use_lockfile",
    ],
    [
      "a role of its own",
      { ...backend, config: { ...backend.config, assume_role: {} } },
      "s3 with assume_role, bucket, encrypt, key, region, use_lockfile",
    ],
    ["another backend", { type: "http", config: { address: "https://evil.example" } }, "http with address"],
    ["no backend", undefined, "undefined with "],
  ] as const) {
    it(`refuses a state with ${what}`, () => {
      assert.deepEqual(check(given, []), {
        status: 1,
        lines: [`The module keeps its state in ${kept}. Leave its block empty: backend "s3" {}`],
      });
    });
  }
});

describe("the commands of a destroy with Terraform", () => {
  it("fetch modules without credentials, read them, and only then install providers", () => {
    const [get, init, check, ...others] = initialiseWithCare(args);
    assert.match(
      get ?? "",
      /env -i .*"\$\(command -v terraform\)" -chdir=deploy get -no-color > "\$TOOLS_DIR\/get\.log"/,
    );
    assert.doesNotMatch(get ?? "", /AWS_/);
    assert.match(init ?? "", /init -input=false -no-color -lockfile=readonly -get=false/);
    assert.match(check ?? "", /checkInitialised/);
    assert.deepEqual(others, []);
  });

  it("refuse a module by its text, before the tool runs", () => {
    const folder = fs.mkdtempSync(join(tmpdir(), "module-"));
    fs.mkdirSync(join(folder, "it's; $(here)"));
    const file = join(folder, "it's; $(here)/main.tf");
    fs.writeFileSync(file, 'resource "aws_sns_topic" "news" {}\n');
    assert.deepEqual(bash(checkFiles("it's; $(here)"), folder), { status: 0, lines: [] });
    fs.writeFileSync(file, 'data "external" "x" { program = ["id"] }\n');
    assert.equal(bash(checkFiles("it's; $(here)"), folder).status, 1);
    fs.rmSync(folder, { recursive: true });
  });

  it("let a module read the state of another one from a bucket, by literal names and references", () => {
    const folder = fs.mkdtempSync(join(tmpdir(), "module-"));
    fs.mkdirSync(join(folder, "deploy"));
    const network = [
      'data "terraform_remote_state" "network" {',
      '  backend   = "s3" # the bucket of the account',
      "  workspace = var.stage",
      "  config = {",
      '    bucket = "acme-state"',
      "    // one object",
      `    key    = "\${var.stage}/network.tfstate"`,
      "    region = var.region, encrypt = false",
      "  }",
      "}",
      "output vpc { value = data.terraform_remote_state.network.outputs.vpc_id }",
    ];
    fs.writeFileSync(join(folder, "deploy/main.tf"), `${network.join("\n")}\n`);
    assert.deepEqual(bash(checkFiles("deploy"), folder), { status: 0, lines: [] });
    fs.writeFileSync(join(folder, "deploy/main.tf"), network.join("\n").replace("encrypt", "profile"));
    assert.equal(bash(checkFiles("deploy"), folder).status, 1);
    fs.rmSync(folder, { recursive: true });
  });

  it("read the plan, the state and the versions that the description needs", () => {
    assert.deepEqual(readPlan(args, '"saved"'), [
      'terraform -chdir=deploy show -json "saved" > "$TOOLS_DIR/show.json"',
      'terraform -chdir=deploy state pull > "$TOOLS_DIR/state.json"',
      'terraform -chdir=deploy version -json > "$TOOLS_DIR/version.json"',
    ]);
    assert.deepEqual(planFiles('"saved"'), [
      '"$TOOLS_DIR/show.json"',
      '"$TOOLS_DIR/state.json"',
      '"$TOOLS_DIR/version.json"',
      '"saved"',
    ]);
  });
});
