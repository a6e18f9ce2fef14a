import assert from "node:assert/strict";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { unknownValue } from "../../../../policy/iam/value";
import { advice, violation } from "../../../../policy/lib/facts/finding";
import { fromLevel, registeredFrom, toLevel, toResponse, toSeverity } from "../../../../policy/lib/pack/messages";
import { unknownText } from "../../support/judging";

const rule = { name: "kms-rotation", description: "Keys should rotate.", severity: "high" } as const;

describe("a level on the wire", () => {
  for (const level of ["advisory", "mandatory", "disabled", "remediate"] as const) {
    it(`is ${level.toUpperCase()}, and back`, () => {
      assert.equal(toLevel(level), messages.EnforcementLevel[level.toUpperCase() as "ADVISORY"]);
      assert.equal(fromLevel(toLevel(level)), level);
    });
  }
});

describe("a severity on the wire", () => {
  for (const severity of ["low", "medium", "high", "critical"] as const) {
    it(`is ${severity}`, () => {
      const name = `POLICY_SEVERITY_${severity.toUpperCase()}` as "POLICY_SEVERITY_LOW";
      assert.equal(toSeverity(severity), messages.PolicySeverity[name]);
    });
  }
});

describe("the response about a judgement", () => {
  const response = toResponse(
    {
      diagnostics: [
        { rule, level: "mandatory", urn: "urn:a", finding: violation("enableKeyRotation", "should be true") },
        { rule, level: "advisory", finding: advice("description", "should say more") },
      ],
      idle: ["s3-tls-only", "s3-versioning"],
    },
    { name: "aws-pipelines", version: "1.2.3" },
  );

  it("has each finding behind the description of its rule, with the pack, level and severity", () => {
    const [first, second, ...others] = response.getDiagnosticsList();
    assert.deepEqual(others, []);
    assert.deepEqual(first?.toObject(), {
      ...first?.toObject(),
      policyname: "kms-rotation",
      policypackname: "aws-pipelines",
      policypackversion: "1.2.3",
      description: "Keys should rotate.",
      message: "Keys should rotate.\nenableKeyRotation should be true",
      enforcementlevel: messages.EnforcementLevel.MANDATORY,
      severity: messages.PolicySeverity.POLICY_SEVERITY_HIGH,
      urn: "urn:a",
    });
    assert.equal(second?.getUrn(), "");
    assert.equal(second?.getEnforcementlevel(), messages.EnforcementLevel.ADVISORY);
  });

  it("lists the rules that did not apply, each with a reason", () => {
    assert.deepEqual(
      response.getNotApplicableList().map((each) => [each.getPolicyName(), each.getReason()]),
      [
        ["s3-tls-only", "judges other types"],
        ["s3-versioning", "judges other types"],
      ],
    );
  });
});

describe("the resources of a stack", () => {
  function sent(urn: string, change: (resource: messages.AnalyzerResource) => void = () => {}) {
    const resource = new messages.AnalyzerResource();
    resource.setUrn(urn);
    resource.setType("aws:kms/key:Key");
    resource.setProperties(Struct.fromJavaScript({ description: unknownText, enableKeyRotation: true }));
    change(resource);
    return resource;
  }

  it("have their type, URN and plain properties", () => {
    const [key] = registeredFrom([sent("urn:key")]);
    assert.deepEqual(
      [key?.type, key?.urn, key?.protect, key?.hasProvider],
      ["aws:kms/key:Key", "urn:key", false, false],
    );
    assert.deepEqual(key?.read().props, { description: unknownValue, enableKeyRotation: true });
  });

  it("are protected and have a provider as the engine says", () => {
    const [key] = registeredFrom([
      sent("urn:key", (resource) => {
        const options = new messages.AnalyzerResourceOptions();
        options.setProtect(true);
        resource.setOptions(options);
        resource.setProvider(new messages.AnalyzerProviderResource());
      }),
    ]);
    assert.deepEqual([key?.protect, key?.hasProvider], [true, true]);
  });

  it("depend on other resources of the stack alone", () => {
    const [, alias] = registeredFrom([
      sent("urn:key"),
      sent("urn:alias", (resource) => {
        resource.setDependenciesList(["urn:key", "urn:elsewhere"]);
        const sources = new messages.AnalyzerPropertyDependencies();
        sources.setUrnsList(["urn:key", "urn:elsewhere"]);
        resource.getPropertydependenciesMap().set("targetKeyId", sources);
      }),
    ]);
    const { dependencies, propertyDependencies } = alias?.read() ?? assert.fail();
    assert.deepEqual(dependencies, new Set(["urn:key"]));
    assert.deepEqual(propertyDependencies, new Map([["targetKeyId", new Set(["urn:key"])]]));
  });
});
