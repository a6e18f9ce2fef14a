import assert from "node:assert/strict";
import { findPlatform, normalizeAppSpec } from "../../../components/codedeploy/normalize-appspec";

describe("findPlatform", () => {
  const cases: readonly (readonly [spec: unknown, platform: string | undefined])[] = [
    [{ os: "linux" }, "Server"],
    [{ Files: [] }, "Server"],
    [{ resources: [{ a: { type: "AWS::Lambda::Function" } }] }, "Lambda"],
    [{ Resources: [{ a: { Type: "AWS::ECS::Service" } }] }, "ECS"],
    [{ Resources: [{ a: { Properties: { TaskDefinition: "<T>" } } }] }, "ECS"],
    [{ version: 0 }, undefined],
    [undefined, undefined],
  ];
  for (const [spec, platform] of cases) {
    it(`finds ${platform ?? "none"} in ${JSON.stringify(spec)}`, () => {
      assert.equal(findPlatform(spec), platform);
    });
  }
});

describe("normalizeAppSpec", () => {
  it("writes keys of Lambda and ECS in AWS's case, and keeps the names of resources", () => {
    const spec = {
      version: "0.0",
      resources: [{ type: { TYPE: "AWS::ECS::Service", properties: { loadbalancerinfo: { containerPort: "80" } } } }],
      hooks: [{ beforeInstall: "check" }],
    };
    assert.deepEqual(normalizeAppSpec(spec, "ECS"), {
      version: 0,
      Resources: [{ type: { Type: "AWS::ECS::Service", Properties: { LoadBalancerInfo: { ContainerPort: 80 } } } }],
      Hooks: [{ BeforeInstall: "check" }],
    });
  });

  it("keeps the case of keys on instances, where the agent compares it", () => {
    assert.deepEqual(normalizeAppSpec({ OS: "linux", hooks: { afterInstall: null, Files: 1 } }, "Server"), {
      OS: "linux",
      hooks: { Files: 1 },
    });
  });

  it("keeps a value that the schema refuses", () => {
    assert.deepEqual(normalizeAppSpec({ Resources: "x", Hooks: [1], Weight: "many" }, "ECS"), {
      Resources: "x",
      Hooks: [1],
      Weight: "many",
    });
  });
});
