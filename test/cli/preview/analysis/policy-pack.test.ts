import assert from "node:assert/strict";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeDiagnostic,
  AnalyzeResponse,
  AnalyzerInfo,
  type AnalyzerStackConfigureRequest,
  AnalyzerStackConfigureResponse,
  type AnalyzeStackRequest,
  type ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyInfo,
  PolicyType,
  RemediateResponse,
  Remediation,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { PolicyConfig } from "../../../../cli/preview/analysis/pack-config";
import { PolicyPack } from "../../../../cli/preview/analysis/policy-pack";
import { placeholder } from "../../../../cli/preview/base/placeholder";
import { UNKNOWN } from "../../../../cli/preview/base/property-value";
import { unary } from "../../../../cli/preview/engine/rpc";
import { fromStruct, toStruct } from "../../../../cli/preview/engine/struct";
import { resource } from "../support/resource";
import { serve, stopServers } from "../support/serve";

const bucket = resource("aws:s3/bucket:Bucket", "logs", { inputs: { bucket: "logs" }, outputs: { bucket: "logs" } });

function policy(name: string, type: PolicyType, level = EnforcementLevel.MANDATORY): PolicyInfo {
  const info = new PolicyInfo();
  info.setName(name);
  info.setPolicyType(type);
  info.setEnforcementlevel(level);
  return info;
}

function diagnostic(policyName: string, level: EnforcementLevel, message: string, urn = ""): AnalyzeDiagnostic {
  const found = new AnalyzeDiagnostic();
  found.setPolicyname(policyName);
  found.setEnforcementlevel(level);
  found.setDescription("Buckets should be private.");
  found.setMessage(message);
  found.setUrn(urn);
  return found;
}

/** A pack that notes what it is sent, and answers with these findings and remediations. */
async function connected(answers: {
  readonly found?: readonly AnalyzeDiagnostic[];
  readonly remediations?: readonly Remediation[];
  readonly config?: ReadonlyMap<string, PolicyConfig>;
}) {
  const sent: unknown[] = [];
  const warnings: string[] = [];
  const respond = () => {
    const response = new AnalyzeResponse();
    response.setDiagnosticsList([...(answers.found ?? [])]);
    return response;
  };
  const unused = Object.fromEntries(Object.keys(AnalyzerService).map((name) => [name, unary(() => new Empty())]));
  const address = await serve(AnalyzerService, {
    ...unused,
    configureStack: unary((request: AnalyzerStackConfigureRequest) => {
      sent.push([request.getStack(), request.getDryRun(), Object.fromEntries(request.getConfigMap().entries())]);
      return new AnalyzerStackConfigureResponse();
    }),
    getAnalyzerInfo: unary(() => {
      const info = new AnalyzerInfo();
      info.setName("acme");
      info.setVersion("0.1.0");
      info.setPoliciesList([
        policy("private", PolicyType.POLICY_TYPE_RESOURCE, EnforcementLevel.REMEDIATE),
        policy("whole", PolicyType.POLICY_TYPE_STACK),
      ]);
      return info;
    }),
    configure: unary((request: ConfigureAnalyzerRequest) => {
      sent.push(
        [...request.getPolicyconfigMap().entries()].map(([name, config]) => [name, config.getEnforcementlevel()]),
      );
      return new Empty();
    }),
    analyze: unary(respond),
    analyzeStack: unary((request: AnalyzeStackRequest) => {
      sent.push(request.getResourcesList().map((each) => each.getName()));
      return respond();
    }),
    remediate: unary(() => {
      const response = new RemediateResponse();
      response.setRemediationsList([...(answers.remediations ?? [])]);
      return response;
    }),
  });
  const values = new Map([
    ["aws:region", "eu-west-1"],
    ["shop:token", placeholder("secret")],
  ]);
  const context = {
    project: "shop",
    organization: "acme",
    stack: "dev",
    engineAddress: "",
    config: { values, secretKeys: [] },
  };
  const started = { directory: "/pack", statedVersion: "2.0.0", address: Promise.resolve(address), running: {} };
  const pack = await PolicyPack.connect(
    started as unknown as Parameters<typeof PolicyPack.connect>[0],
    context as unknown as Parameters<typeof PolicyPack.connect>[1],
    "config.json",
    answers.config ?? new Map(),
    (message) => warnings.push(message),
  );
  open.push(pack);
  const verdictOf = (name: string) => pack.verdict.policies.find((each) => each.name === name) ?? assert.fail();
  return { pack, sent, warnings, verdictOf };
}

const open: PolicyPack[] = [];

describe("a running policy pack", () => {
  afterEach(() => {
    for (const pack of open.splice(0)) {
      pack.close();
    }
    stopServers();
  });

  it("is told the stack, with unknown settings as unknown, and its own settings", async () => {
    const { pack, sent, warnings } = await connected({
      config: new Map([
        ["whole", { level: "advisory", properties: {} }],
        ["none", { level: "disabled", properties: {} }],
      ]),
    });
    assert.deepEqual(sent, [
      ["dev", true, { "aws:region": "eu-west-1", "shop:token": UNKNOWN }],
      [
        ["private", EnforcementLevel.REMEDIATE],
        ["whole", EnforcementLevel.ADVISORY],
      ],
    ]);
    assert.deepEqual(warnings, [
      'config.json: the pack has no policy "none", so its settings have no effect; it has private, whole',
    ]);
    assert.deepEqual([pack.verdict.name, pack.verdict.version, pack.remediates], ["acme", "2.0.0", true]);
  });

  it("reports findings on a resource, without its description and terminal escapes", async () => {
    const found = [
      diagnostic("private", EnforcementLevel.MANDATORY, "Buckets should be private.\nacl is \u001b[31mpublic\u001b[0m"),
      diagnostic("private", EnforcementLevel.REMEDIATE, "could not be mended", "urn:other"),
      diagnostic("private", EnforcementLevel.ADVISORY, "note"),
    ];
    const { pack, verdictOf } = await connected({ found });
    await pack.analyze(bucket, undefined);
    assert.equal(verdictOf("private").judged, 1);
    assert.equal(verdictOf("whole").judged, 0);
    assert.deepEqual(verdictOf("private").violations, [
      { urn: bucket.urn, level: "mandatory", message: "acl is public" },
      { urn: "urn:other", level: "mandatory", message: "could not be mended" },
      { urn: bucket.urn, level: "advisory", message: "note" },
    ]);
  });

  it("judges the stack as a whole", async () => {
    const { pack, sent, verdictOf } = await connected({
      found: [diagnostic("whole", EnforcementLevel.MANDATORY, "x")],
    });
    await pack.analyzeStack([bucket], () => undefined);
    assert.deepEqual(sent.at(-1), ["logs"]);
    assert.deepEqual([verdictOf("whole").judged, verdictOf("private").judged], [1, 0]);
    assert.deepEqual(verdictOf("whole").violations, [{ urn: "", level: "mandatory", message: "x" }]);
  });

  it("judges no stack where all its stack policies are disabled", async () => {
    const { pack, sent } = await connected({ config: new Map([["whole", { level: "disabled", properties: {} }]]) });
    const before = sent.length;
    await pack.analyzeStack([bucket], () => undefined);
    assert.equal(sent.length, before);
  });

  it("changes the inputs of a resource, or tells why it could not", async () => {
    const [mended, failed] = [new Remediation(), new Remediation()];
    mended.setPolicyname("private");
    mended.setProperties(toStruct({ bucket: "logs", acl: "private" }));
    failed.setPolicyname("private");
    failed.setDiagnostic("nothing to set");
    const { pack, verdictOf } = await connected({ remediations: [mended, failed] });
    assert.deepEqual(await pack.remediate(bucket, undefined), fromStruct(mended.getProperties()));
    assert.deepEqual(verdictOf("private").remediated, [bucket.urn]);
    assert.deepEqual(verdictOf("private").violations, [
      { urn: bucket.urn, level: "advisory", message: "nothing to set" },
    ]);
  });

  it("must not report on a policy that it does not have", async () => {
    const { pack } = await connected({ found: [diagnostic("other", EnforcementLevel.MANDATORY, "x")] });
    await assert.rejects(pack.analyze(bucket, undefined), {
      name: "PreviewError",
      message: 'policy pack acme reports on policy "other", which it does not have',
    });
  });
});
