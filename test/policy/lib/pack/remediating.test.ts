import assert from "node:assert/strict";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { remediationOf } from "../../../../policy/lib/pack/remediating";
import { kmsRotation } from "../../../../policy/rules/kms/rotation";
import { unknownText } from "../../support/judging";

/** The properties of a key after its remediation, if the rule changes it. */
function remediated(props: object, exemptions: readonly object[] = []): Promise<unknown[]> {
  const request = new messages.AnalyzeRequest();
  request.setType("aws:kms/key:Key");
  request.setUrn("urn:pulumi:dev::shop::aws:kms/key:Key::artifacts");
  request.setName("artifacts");
  request.setOptions(new messages.AnalyzerResourceOptions());
  request.setProperties(Struct.fromJavaScript(JSON.parse(JSON.stringify(props))));
  const configuration = new Map([["kms-rotation", { level: "remediate", properties: { exemptions } } as const]]);
  const remediate = remediationOf({ name: "aws-pipelines", version: "1" }, [kmsRotation], configuration, new Map());
  return new Promise((resolve, reject) => {
    Reflect.apply(remediate, undefined, [
      { request },
      (error: Error | null | undefined, response: messages.RemediateResponse) =>
        error === null || error === undefined
          ? resolve(response.getRemediationsList().map((each) => each.getProperties()?.toJavaScript()))
          : reject(error),
    ]);
  });
}

describe("the remediation of a resource", () => {
  it("changes what the rule finds, and keeps unknown values", async () => {
    assert.deepEqual(await remediated({ description: unknownText, enableKeyRotation: false }), [
      { description: unknownText, enableKeyRotation: true },
    ]);
  });

  it("changes nothing of a resource that is right", async () => {
    assert.deepEqual(await remediated({ enableKeyRotation: true }), []);
  });

  it("leaves what the rule's configuration exempts", async () => {
    const exemptions = [{ urn: "*::artifacts", reason: "moves", expires: "2999-12-31" }];
    assert.deepEqual(await remediated({ enableKeyRotation: false }, exemptions), []);
  });
});
