import assert from "node:assert/strict";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { unknownAt } from "../../../../policy/lib/facts/finding";
import { serviceOf } from "../../../../policy/lib/pack/server";
import type { JudgedResource, Rule } from "../../../../policy/lib/rule/rule";
import { codebuildArtifactsEncrypted } from "../../../../policy/rules/codebuild/artifacts-encrypted";
import { kmsNoPublicPrincipal } from "../../../../policy/rules/kms/no-public-principal";
import { unknownText } from "../../support/judging";

const pack = {
  name: "aws-pipelines",
  version: "1.2.3",
  displayName: "AWS pipelines",
  description: "x",
  provider: "aws",
};

interface Answer {
  readonly error: { readonly details?: string } | null | undefined;
  readonly response: unknown;
}

/** Calls methods of one service, as gRPC does. */
function serving(rules: readonly Rule[]) {
  const service = serviceOf(pack, rules);
  return <Response>(method: string, request?: object): Promise<Response> =>
    new Promise((resolve, reject) => {
      const answer = (error: Answer["error"], response: Answer["response"]) =>
        error === null || error === undefined ? resolve(response as Response) : reject(new Error(error.details));
      Reflect.apply(service[method] as (...args: unknown[]) => void, undefined, [{ request }, answer]);
    });
}

function analyzed<M extends messages.AnalyzeRequest | messages.AnalyzerResource>(
  message: M,
  type: string,
  props: object,
) {
  message.setType(type);
  message.setUrn(`urn:pulumi:dev::shop::${type}::it`);
  message.setName("it");
  message.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(props))));
  message.setOptions(new messages.AnalyzerResourceOptions());
  return message;
}

const request = (type: string, props: object) => analyzed(new messages.AnalyzeRequest(), type, props);
const stack = (type: string, props: object) => {
  const all = new messages.AnalyzeStackRequest();
  all.setResourcesList([analyzed(new messages.AnalyzerResource(), type, props)]);
  return all;
};
const configured = (name: string, level: messages.EnforcementLevel) => {
  const all = new messages.ConfigureAnalyzerRequest();
  const policy = new messages.PolicyConfig();
  policy.setEnforcementlevel(level);
  all.getPolicyconfigMap().set(name, policy);
  return all;
};
const said = (response: messages.AnalyzeResponse) =>
  response.getDiagnosticsList().map((each) => [each.getPolicyname(), each.getEnforcementlevel()]);

describe("the service of a pack", () => {
  const keyPolicy = "aws:kms/keyPolicy:KeyPolicy";

  it("answers about a resource, at the level that the engine settles", async () => {
    const call = serving([kmsNoPublicPrincipal]);
    const open = {
      policy: JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" } }),
    };
    const analyze = () => call<messages.AnalyzeResponse>("analyze", request(keyPolicy, open)).then(said);
    assert.deepEqual(await analyze(), [["kms-no-public-principal", messages.EnforcementLevel.MANDATORY]]);
    await call("configure", configured("kms-no-public-principal", messages.EnforcementLevel.ADVISORY));
    assert.deepEqual(await analyze(), [["kms-no-public-principal", messages.EnforcementLevel.ADVISORY]]);
    await call("configure", configured("kms-no-public-principal", messages.EnforcementLevel.DISABLED));
    assert.deepEqual(await analyze(), []);
    await call("configure", new messages.ConfigureAnalyzerRequest());
    assert.equal((await analyze()).length, 1);
  });

  it("does not repeat with the stack what it said about an unknown value of a resource", async () => {
    const native = "aws-native:kms:Key";
    const call = serving([kmsNoPublicPrincipal]);
    const first = await call<messages.AnalyzeResponse>("analyzeStack", stack(native, { keyPolicy: unknownText }));
    assert.equal(said(first).length, 1);
    await call("analyze", request(keyPolicy, { policy: unknownText }));
    const again = await call<messages.AnalyzeResponse>("analyzeStack", stack(native, { keyPolicy: unknownText }));
    assert.equal(said(again).length, 1);
  });

  it("forgets the stack before when it is told the next one", async () => {
    const { judgement } = kmsNoPublicPrincipal;
    const finding = unknownAt("policy");
    const urn = request(keyPolicy, {}).getUrn();
    const rule = {
      ...kmsNoPublicPrincipal,
      judgement: { ...judgement, ofResource: () => [finding], ofStack: () => [{ urn, finding }] },
    };
    const call = serving([rule]);
    const ofStack = () => call<messages.AnalyzeResponse>("analyzeStack", stack(keyPolicy, {})).then(said);
    await call("analyze", request(keyPolicy, {}));
    assert.equal((await ofStack()).length, 0);
    await call("configureStack", new messages.AnalyzerStackConfigureRequest());
    assert.equal((await ofStack()).length, 1);
  });

  it("gives rules the tags of the stack", async () => {
    const seen: [string, string][] = [];
    const ofResource = ({ stackTags }: JudgedResource) => {
      seen.push(...stackTags);
      return [];
    };
    const { judgement } = kmsNoPublicPrincipal;
    const call = serving([{ ...kmsNoPublicPrincipal, judgement: { ...judgement, ofResource } }]);
    await call("analyze", request(keyPolicy, {}));
    assert.deepEqual(seen, []);
    const tags = new messages.AnalyzerStackConfigureRequest();
    tags.getTagsMap().set("environment", "production");
    assert.ok((await call("configureStack", tags)) instanceof messages.AnalyzerStackConfigureResponse);
    await call("analyze", request(keyPolicy, {}));
    assert.deepEqual(seen, [["environment", "production"]]);
  });

  it("remediates nothing until a rule has that level", async () => {
    const call = serving([codebuildArtifactsEncrypted]);
    const bent = request("aws:codebuild/project:Project", { artifacts: { type: "S3", encryptionDisabled: true } });
    const remediate = () =>
      call<messages.RemediateResponse>("remediate", bent).then((response) =>
        response.getRemediationsList().map((each) => each.getProperties()?.toJavaScript()),
      );
    assert.deepEqual(await remediate(), []);
    await call("configure", configured("codebuild-artifacts-encrypted", messages.EnforcementLevel.REMEDIATE));
    assert.deepEqual(await remediate(), [{ artifacts: { type: "S3", encryptionDisabled: false } }]);
  });

  it("names the rule that throws, with the stack of the error", async () => {
    const [rule] = [kmsNoPublicPrincipal];
    const ofResource = () => {
      throw new Error("no such property");
    };
    const call = serving([{ ...rule, judgement: { ...rule.judgement, ofResource } }]);
    await assert.rejects(
      call("analyze", request(keyPolicy, {})),
      /policy 'kms-no-public-principal' failed:\nError: no such property\n +at /,
    );
  });

  it("says its version and the names of its rules", async () => {
    const call = serving([kmsNoPublicPrincipal]);
    const info = await call<{ getVersion(): string }>("getPluginInfo");
    assert.equal(info.getVersion(), "1.2.3");
    const analyzer = await call<messages.AnalyzerInfo>("getAnalyzerInfo");
    assert.deepEqual(
      analyzer.getPoliciesList().map((policy) => policy.getName()),
      ["kms-no-public-principal"],
    );
  });
});
