import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import fc from "fast-check";
import { rules } from "../../policy/rules";
import { project } from "../fixtures/policy/resources";
import { bucket } from "../fixtures/policy/stack";
import { program } from "./rules/mutation/program";
import { anyValue, paths } from "./support/anything";
import { changed } from "./support/cases";
import { unknownFlag, unknownText } from "./support/judging";
import { PackProcess, packDirectory } from "./support/pack-process";

const enabled = rules.filter(({ enforcementLevel }) => enforcementLevel !== "disabled");

describe("the policy pack as the engine runs it", () => {
  let pack: PackProcess;

  before(async () => {
    const stdio = ["ignore", "inherit", "ignore"] as const;
    execFileSync("npx", ["tsc", "-b", join(packDirectory, "tsconfig.build.json")], {
      cwd: join(packDirectory, ".."),
      stdio: [...stdio],
    });
    pack = await PackProcess.start();
  });

  after(() => pack.stop());

  it("prints its port first and nothing else", () => {
    assert.equal(pack.lines.length, 1);
    assert.match(pack.lines[0] ?? "", /^\d+$/);
  });

  it("lists every rule with its level and severity", async () => {
    const info = await pack.getAnalyzerInfo();
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
      "exemptions",
      "failOnUnknown",
    ]);
  });

  it("finds nothing wrong with a project that is right, and says which rules it did not apply", async () => {
    const response = await pack.analyze({ ...project, name: "subject" });
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
    assert.deepEqual(shown(await pack.analyze({ ...project, name: "subject", props })), [
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
    const found = shown(await pack.analyzeStack([bucket]));
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

  it("lets be what an exception is for, and lists it", async () => {
    const exemptions = [{ urn: "*::subject", reason: "moves", expires: "2999-12-31" }];
    await pack.configure({ "codebuild-cmk": { level: "MANDATORY", exemptions } });
    const props = changed(project.props, { encryptionKey: undefined });
    assert.deepEqual(shown(await pack.analyze({ ...project, name: "subject", props })), [
      [
        "codebuild-cmk",
        "ADVISORY",
        "encryptionKey should be the ARN of a customer managed KMS key: absent or alias/aws/s3 is not one (excepted until 2999-12-31: moves)",
      ],
    ]);
    await pack.configure({});
  });

  it("mends what it is told to, and keeps what is secret or not known", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "from a vault" };
    const props = changed(project.props, {
      "artifacts.encryptionDisabled": true,
      encryptionKey: unknownText,
      "environment.environmentVariables[0].value": secret,
    });
    const sent = { ...project, name: "subject", props };
    assert.deepEqual((await pack.remediate(sent)).getRemediationsList(), []);
    await pack.configure({ "codebuild-artifacts-encrypted": { level: "REMEDIATE" } });
    const [remediation, ...others] = (await pack.remediate(sent)).getRemediationsList();
    assert.deepEqual(others, []);
    assert.equal(remediation?.getPolicyname(), "codebuild-artifacts-encrypted");
    assert.deepEqual(
      remediation.getProperties()?.toJavaScript(),
      changed(props, { "artifacts.encryptionDisabled": false }),
    );
    await pack.configure({});
  });

  it("answers whatever it is sent, and prints nothing of it", async () => {
    const properties = program.flatMap(({ type, props }) => paths(props).map((path) => ({ type, props, path })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...properties), anyValue, async ({ type, props, path }, value) => {
        const bent = { type, name: "subject", props: changed(props, { [path]: value }) };
        await Promise.all([pack.analyze(bent), pack.analyzeStack([bent])]);
      }),
      { numRuns: 400 },
    );
    assert.equal(pack.lines.length, 1);
    assert.equal(pack.process.exitCode, null);
  });
});

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
