import assert from "node:assert/strict";
import * as fs from "node:fs";
import { describeState, exportState, installPulumiPlan, outsideSource } from "../../../components/recipes/pulumi-state";

const urn = (resource: string) => `urn:pulumi:dev::shop::${resource}`;

/** Describes a state of these resources. */
function describeResources(resources: unknown[] | undefined, deployment: object = {}) {
  const state = JSON.stringify({ version: 3, deployment: { ...deployment, resources } });
  const files = { ...fs, readFileSync: (file: string) => (file === "state.json" ? state : undefined) };
  return describeState(files as unknown as typeof fs, "3.248.0", "state.json");
}

function resource(type: string, more: object = {}) {
  return { urn: urn(`${type}::it`), type, custom: true, id: "it-id", ...more };
}

describe("the destruction of a Pulumi stack", () => {
  for (const [what, type, more, action] of [
    ["a resource", "aws:s3/bucket:Bucket", {}, "delete"],
    ["a resource that is only read", "aws:s3/bucket:Bucket", { external: true }, "forget"],
    ["a resource that is retained", "aws:s3/bucket:Bucket", { retainOnDelete: true }, "forget"],
    ["a component", "shop:index:Web", { custom: false }, "record"],
    ["a component by default", "shop:index:Web", { custom: undefined }, "record"],
    ["a provider", "pulumi:providers:aws", {}, "record"],
    ["the stack", "pulumi:pulumi:Stack", {}, "record"],
    ["a reference to another stack", "pulumi:pulumi:StackReference", {}, "record"],
    ["a dynamic resource", "pulumi-nodejs:dynamic:Resource", {}, "delete"],
  ] as const) {
    it(`would ${action} ${what}`, () => {
      const [change] = describeResources([resource(type, more)]).changes;
      assert.equal(change?.action, action);
      assert.equal(change?.address, urn(`${type}::it`));
    });
  }

  it("shows no id that may be a secret", () => {
    const { changes } = describeResources([resource("aws:s3/bucket:Bucket"), resource("random:index:RandomPassword")]);
    assert.deepEqual(
      changes.map(({ id }) => id),
      ["it-id", undefined],
    );
  });

  it("binds everything that the state holds about a resource, but for its dates", () => {
    const at = { created: "2026-01-01", modified: "2026-01-02" };
    const [change] = describeResources([resource("aws:sns:Topic", { inputs: { name: "news" }, ...at })]).changes;
    assert.deepEqual(change?.record, resource("aws:sns:Topic", { inputs: { name: "news" } }));
  });

  it("names each provider once, with its version and where it comes from", () => {
    const { plugins, tool, state } = describeResources(
      [
        resource("pulumi:providers:aws", { inputs: { version: "7.16.0" } }),
        resource("pulumi:providers:aws", { inputs: { version: "7.16.0" } }),
        resource("pulumi:providers:acme", { inputs: { pluginDownloadURL: "https://acme.example" } }),
        resource("pulumi:providers:random"),
      ],
      { manifest: { time: "2026-01-01T00:00:00Z" } },
    );
    assert.deepEqual(plugins, ["acme of any version from https://acme.example", "aws 7.16.0", "random of any version"]);
    assert.equal(tool, "pulumi 3.248.0");
    assert.deepEqual(state, { time: "2026-01-01T00:00:00Z" });
  });

  it("names the plugin that the engine starts, whatever the configuration of the provider says", () => {
    const parameterization = Buffer.from('{"remote":{"url":"registry.example/evil/aws"}}').toString("base64");
    const provider = (inputs: object) => resource("pulumi:providers:aws", { inputs });
    const { plugins } = describeResources([
      provider({ version: "7.16.0", pluginDownloadURL: "https://config.example", __internal: {} }),
      provider({ version: "7.16.0", __internal: { pluginDownloadURL: "https://evil.example" } }),
      provider({ version: "7.16.0", __internal: { name: "evil" } }),
      provider({ version: "1.0.0", __internal: { name: "terraform-provider", version: "0.9.0", parameterization } }),
    ]);
    assert.deepEqual(plugins, [
      'aws 0.9.0 by the plugin terraform-provider with the parameter {"remote":{"url":"registry.example/evil/aws"}}',
      "aws 7.16.0",
      "aws 7.16.0 by the plugin evil",
      "aws 7.16.0 from https://evil.example",
    ]);
  });

  it("is refused for protected resources, by name and with the fix", () => {
    const { refused } = describeResources([resource("aws:sns:Topic", { protect: true }), resource("aws:sqs:Queue")]);
    assert.deepEqual(refused, [
      urn("aws:sns:Topic::it"),
      "These resources are protected. Set protect: false in the program and update the stack, or run `pulumi state unprotect <urn>`. Then start the pipeline again.",
    ]);
  });

  for (const name of ["a*", "a\nb", "a\u202eb"]) {
    it(`is refused for a resource called ${JSON.stringify(name)}, which a target cannot name`, () => {
      const { refused } = describeResources([{ ...resource("aws:sns:Topic"), urn: urn(`aws:sns:Topic::${name}`) }]);
      assert.deepEqual(refused, [
        urn(`aws:sns:Topic::${name}`),
        "These names hold an asterisk or a control character. Rename the resources; a destroy cannot name them.",
      ]);
    });
  }

  it("is empty for a stack without resources", () => {
    for (const facts of [describeResources(undefined), describeResources([])]) {
      assert.deepEqual([facts.changes, facts.plugins, facts.refused], [[], [], []]);
    }
  });
});

describe("the commands about the state of a stack", () => {
  it("run outside the source, so that they read no file of the commit", () => {
    const options = '--cwd "$TOOLS_DIR/project" --non-interactive --stack acme/shop/dev';
    assert.equal(outsideSource("acme/shop/dev"), options);
    assert.deepEqual(exportState("acme/shop/dev"), [
      'mkdir -p "$TOOLS_DIR/project"',
      `pulumi stack export ${options} --file "$TOOLS_DIR/state.json"`,
    ]);
  });

  it("describe the state with the version of the build", () => {
    assert.match(
      installPulumiPlan("3.248.0"),
      /"destroy", \(file\) => \(function describeState\([\s\S]*"3\.248\.0", file\)\)/,
    );
  });
});
