import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import fc from "fast-check";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { rules } from "../../policy/rules";
import { project } from "../fixtures/policy/resources";
import { bucket } from "../fixtures/policy/stack";
import { program } from "./mutation/program";
import { anyValue, paths } from "./support/anything";
import { changed } from "./support/cases";
import { type Props, unknownFlag } from "./support/judging";

const pack = join(__dirname, "../../policy");
const enabled = rules.filter(({ enforcementLevel }) => enforcementLevel !== "disabled");

describe("the policy pack as the engine runs it", () => {
  let server: ChildProcess;
  let client: rpc.AnalyzerClient;
  let lines: string[];

  before(async () => {
    execFileSync("npx", ["tsc", "-b", pack], { cwd: join(pack, ".."), stdio: ["ignore", "inherit", "ignore"] });
    ({ server, lines } = startPack());
    client = new rpc.AnalyzerClient(`127.0.0.1:${await firstLine(lines, server)}`, credentials.createInsecure());
  });

  after(() => {
    client.close();
    server.kill();
  });

  it("prints its port first and nothing else", () => {
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /^\d+$/);
  });

  it("lists every rule with its level and severity", async () => {
    const info = await getAnalyzerInfo();
    assert.equal(info.getName(), "aws-pipelines");
    assert.equal(info.getVersion(), "0.1.0");
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      rules.map(({ name }) => name),
    );
    const privileged = info.getPoliciesList().find((policy) => policy.getName() === "codebuild-no-privileged-mode");
    assert.equal(privileged?.getEnforcementlevel(), messages.EnforcementLevel.MANDATORY);
    assert.equal(privileged.getSeverity(), messages.PolicySeverity.POLICY_SEVERITY_HIGH);
    assert.equal(privileged.getFramework()?.getSpecification(), "CICD-SEC-5, CICD-SEC-7");
    assert.deepEqual(Object.keys(privileged.getConfigschema()?.getProperties()?.toJavaScript() ?? {}).toSorted(), [
      "allowPrivileged",
      "exclude",
      "failOnUnknown",
    ]);
  });

  it("finds nothing wrong with a project that is right, and says which rules it did not apply", async () => {
    const response = await analyze(project.type, project.props);
    assert.deepEqual(shown(response), []);
    assert.deepEqual(
      response.getNotApplicableList().map((policy) => policy.getPolicyName()),
      enabled
        .filter((rule) => "validateResource" in rule && !rule.types.includes(project.type))
        .map(({ name }) => name),
    );
  });

  it("finds what is wrong at the rule's level, and what it cannot judge as an advisory", async () => {
    const props = changed(project.props, { encryptionKey: undefined, "environment.privilegedMode": unknownFlag });
    assert.deepEqual(shown(await analyze(project.type, props)), [
      [
        "codebuild-cmk",
        "MANDATORY",
        "encryptionKey should be the ARN of a customer managed KMS key: absent or alias/aws/s3 is not one",
      ],
      [
        "codebuild-no-privileged-mode",
        "ADVISORY",
        "environment.privilegedMode is not known yet, so this rule cannot judge it in this preview: compose it from names, account and region that the program states, instead of another resource's outputs, and order the two with dependsOn",
      ],
    ]);
  });

  it("judges the whole stack", async () => {
    const found = shown(await analyzeStack(bucket.type, bucket.props));
    assert.deepEqual(
      found.map(([name]) => name),
      [
        "s3-access-logging",
        "s3-has-public-access-block",
        "s3-kms-encryption",
        "s3-lifecycle",
        "s3-lifecycle",
        "s3-tls-only",
        "s3-versioning",
      ],
    );
    assert.deepEqual(found.slice(1, 3), [
      ["s3-has-public-access-block", "MANDATORY", "bucket should have a BucketPublicAccessBlock: add one for it"],
      [
        "s3-kms-encryption",
        "MANDATORY",
        "serverSideEncryptionConfiguration should make aws:kms the default: AWS's own default is AES256",
      ],
    ]);
  });

  it("answers whatever it is sent, and prints nothing of it", async () => {
    const properties = program.flatMap(({ type, props }) => paths(props).map((path) => ({ type, props, path })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...properties), anyValue, async ({ type, props, path }, value) => {
        const bent = changed(props, { [path]: value });
        await Promise.all([analyze(type, bent), analyzeStack(type, bent)]);
      }),
      { numRuns: 1000 },
    );
    assert.equal(lines.length, 1);
    assert.equal(server.exitCode, null);
  });

  function getAnalyzerInfo(): Promise<messages.AnalyzerInfo> {
    return new Promise((resolve, reject) => {
      client.getAnalyzerInfo(new Empty(), (error, info) => (error === null ? resolve(info) : reject(error)));
    });
  }

  function analyze(type: string, props: Props): Promise<messages.AnalyzeResponse> {
    const request = new messages.AnalyzeRequest();
    request.setType(type);
    request.setUrn("urn:subject");
    request.setName("subject");
    request.setProperties(Struct.fromJavaScript(toJson(props)));
    request.setOptions(new messages.AnalyzerResourceOptions());
    return new Promise((resolve, reject) => {
      client.analyze(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  }

  function analyzeStack(type: string, props: Props): Promise<messages.AnalyzeResponse> {
    const resource = new messages.AnalyzerResource();
    resource.setType(type);
    resource.setUrn("urn:subject");
    resource.setName("subject");
    resource.setProperties(Struct.fromJavaScript(toJson(props)));
    resource.setOptions(new messages.AnalyzerResourceOptions());
    const request = new messages.AnalyzeStackRequest();
    request.setResourcesList([resource]);
    return new Promise((resolve, reject) => {
      client.analyzeStack(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  }
});

function toJson(props: Props): Record<string, never> {
  return JSON.parse(JSON.stringify(props));
}

function startPack(): { server: ChildProcess; lines: string[] } {
  const run = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const server = spawn(process.execPath, [run, "127.0.0.1:1", pack], {
    cwd: pack,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  createInterface({ input: server.stdout }).on("line", (line) => lines.push(line));
  return { server, lines };
}

function firstLine(lines: readonly string[], server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the pack ended with ${code} before it printed its port`)));
    server.stdout?.on("data", () => setImmediate(() => resolve(lines[0] ?? "")));
  });
}

function shown(response: messages.AnalyzeResponse): string[][] {
  const levels = Object.entries(messages.EnforcementLevel);
  return response
    .getDiagnosticsList()
    .map((diagnostic) => [
      diagnostic.getPolicyname(),
      levels.find(([, level]) => level === diagnostic.getEnforcementlevel())?.[0] ?? "",
      diagnostic.getMessage().slice(diagnostic.getDescription().length + 1),
    ]);
}
