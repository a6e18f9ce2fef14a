import assert from "node:assert/strict";
import type { AppSpec } from "../../../components/codedeploy/appspec";
import { parseAppSpec } from "../../../components/codedeploy/parse-appspec";
import { renderAppSpec } from "../../../components/codedeploy/render-appspec";

const lambda: AppSpec = {
  Hooks: [{ BeforeAllowTraffic: "check" }],
  Resources: [
    {
      shop: {
        Properties: { TargetVersion: "2", CurrentVersion: "1", Alias: "live", Name: "shop" },
        Type: "AWS::Lambda::Function",
      },
    },
  ],
};

const server: AppSpec = {
  hooks: { AfterInstall: [{ location: "scripts/install.sh", timeout: 300 }] },
  os: "linux",
  permissions: [{ object: "/srv/shop", pattern: "**", mode: "0644", type: ["file"] }],
};

describe("renderAppSpec", () => {
  it("writes the keys in AWS's order", () => {
    assert.equal(
      renderAppSpec(lambda),
      `version: 0.0
Resources:
  - shop:
      Type: AWS::Lambda::Function
      Properties:
        Name: shop
        Alias: live
        CurrentVersion: "1"
        TargetVersion: "2"
Hooks:
  - BeforeAllowTraffic: check
`,
    );
  });

  it("quotes a mode, which the agent would read as another number", () => {
    assert.equal(
      renderAppSpec(server),
      `version: 0.0
os: linux
permissions:
  - object: /srv/shop
    pattern: "**"
    mode: "0644"
    type:
      - file
hooks:
  AfterInstall:
    - location: scripts/install.sh
      timeout: 300
`,
    );
  });

  it("writes JSON", () => {
    const text = renderAppSpec(lambda, "json");
    assert.ok(text.startsWith('{\n  "version": 0.0,\n  "Resources": ['));
    assert.deepEqual(JSON.parse(text), { version: 0, ...lambda });
  });

  it("writes text that reads back to the same AppSpec", () => {
    for (const appSpec of [lambda, server]) {
      for (const format of ["yaml", "json"] as const) {
        assert.deepEqual(parseAppSpec(renderAppSpec(appSpec, format)).appSpec, { version: 0, ...appSpec });
      }
    }
  });

  it("refuses an AppSpec with problems, and one of another platform", () => {
    assert.throws(() => renderAppSpec({ os: "windows", permissions: [{ object: "C:\\a" }] }), /is for Linux alone/);
    assert.throws(() => renderAppSpec(lambda, "yaml", "ECS"), /is for Lambda, but the deployment group is for ECS/);
  });
});
