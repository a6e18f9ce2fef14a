import assert from "node:assert/strict";
import { Parameterization, RegisterPackageRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { UNKNOWN } from "../../../../cli/preview/base/property-value";
import { ProviderTable } from "../../../../cli/preview/engine/provider-table";
import { defaultProvider, providerUrn } from "../../../../cli/preview/engine/providers";
import type { Resource } from "../../../../cli/preview/engine/resource";

const config = new Map([
  ["aws:region", "eu-west-1"],
  ["shop:size", "small"],
]);

function table(settings: ReadonlyMap<string, string> = config) {
  const added: Resource[] = [];
  const providers = new ProviderTable(
    { project: "shop", stack: "dev", config: settings, secretKeys: ["aws:token"] },
    (provider) => {
      added.push(provider);
      return Promise.resolve();
    },
  );
  return { providers, added };
}

function request(
  type: string,
  given: { version?: string; package?: string; parent?: string } = {},
): RegisterResourceRequest {
  const message = new RegisterResourceRequest();
  message.setType(type);
  message.setVersion(given.version ?? "");
  message.setPackageref(given.package ?? "");
  message.setParent(given.parent ?? "");
  return message;
}

describe("a default provider", () => {
  it("is named for version and address, with the stack's settings of its package", () => {
    const plugin = { package: "aws", version: "7.48.0", downloadUrl: "https://a.b" };
    assert.deepEqual(defaultProvider({ stack: "dev", project: "shop", config, secretKeys: [] }, plugin), {
      urn: "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_48_0_https_/a.b",
      type: "pulumi:providers:aws",
      name: "default_7_48_0_https_/a.b",
      inputs: { region: "eu-west-1", version: "7.48.0", pluginDownloadURL: "https://a.b" },
    });
  });

  it("is made once per package and version", async () => {
    const { providers, added } = table();
    const aws = "aws:s3/bucket:Bucket";
    const [one, two, other] = await Promise.all([
      providers.serving(aws, request(aws, { version: "7.0.0" }), ""),
      providers.serving(aws, request(aws, { version: "7.0.0" }), ""),
      providers.serving(aws, request(aws), ""),
    ]);
    assert.equal(one, `urn:pulumi:dev::shop::pulumi:providers:aws::default_7_0_0::${UNKNOWN}`);
    assert.equal(two, one);
    assert.equal(other, `urn:pulumi:dev::shop::pulumi:providers:aws::default::${UNKNOWN}`);
    assert.deepEqual(
      added.map(({ name, implicit }) => [name, implicit]),
      [
        ["default_7_0_0", true],
        ["default", true],
      ],
    );
    assert.equal(providerUrn(one), "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_0_0");
  });

  it("may be forbidden, by package or altogether, but never the engine's own", async () => {
    for (const disabled of ['["aws"]', '["*"]']) {
      const { providers } = table(new Map([["pulumi:disable-default-providers", disabled]]));
      const stack = "pulumi:pulumi:StackReference";
      assert.match(await providers.serving(stack, request(stack), ""), /::default::/);
      await assert.rejects(providers.serving("aws:a:A", request("aws:a:A"), ""), {
        message: 'the default provider of package "aws" is disabled: name an explicit provider',
      });
    }
  });
});

describe("the table of providers", () => {
  it("finds the provider of the request, of its list, of its parents", () => {
    const { providers } = table();
    providers.remember("urn:outer", "", [
      ["aws", "outer-aws"],
      ["random", "outer-random"],
    ]);
    providers.remember("urn:inner", "urn:outer", [["aws", "inner-aws"]]);
    const own = request("aws:a:A", { parent: "urn:inner" });
    assert.equal(providers.named(own), "inner-aws");
    assert.equal(providers.named(request("random:a:A", { parent: "urn:inner" })), "outer-random");
    assert.equal(providers.named(request("gcp:a:A", { parent: "urn:inner" })), "");
    own.getProvidersMap().set("aws", "listed");
    assert.equal(providers.named(own), "listed");
    own.setProvider("named");
    assert.equal(providers.named(own), "named");
  });

  it("knows packages by reference, parameterized ones by their own name", async () => {
    const { providers, added } = table();
    const message = new RegisterPackageRequest();
    message.setName("terraform-provider");
    const parameters = new Parameterization();
    parameters.setName("acme");
    parameters.setVersion("1.2.3");
    message.setParameterization(parameters);
    const reference = providers.packages.register(message);
    assert.equal(providers.packages.register(message), reference);
    await providers.serving("acme:index:Thing", request("acme:index:Thing", { package: reference }), "");
    assert.deepEqual(
      added.map(({ urn }) => urn),
      ["urn:pulumi:dev::shop::pulumi:providers:acme::default_1_2_3"],
    );
    await assert.rejects(providers.serving("a:b:C", request("a:b:C", { package: "x" }), ""), {
      message: "unknown provider package 'x'",
    });
  });

  it("gives no provider to a provider", async () => {
    const { providers } = table();
    assert.equal(await providers.serving("pulumi:providers:aws", request("pulumi:providers:aws"), "given"), "");
  });
});
