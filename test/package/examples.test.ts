import assert from "node:assert/strict";
import { join } from "node:path";
import { runNode } from "../support/command";

const programs = {
  "quick-start": ["--policy-pack", "policy", "--policy-pack-config", "examples/quick-start/policies.json"],
  "npm-package": ["--policy-pack", "policy"],
  "state-backend": ["--policy-pack", "policy"],
  ci: ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  builds: ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  "codedeploy-ec2": ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  "lambda-canary": ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  codecommit: ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  destroy: ["--policy-pack", "policy"],
  "vpc-build": ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  "self-update": ["--policy-pack", "policy", "--policy-pack-config", "examples/self-update/policies.json"],
  service: ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  "audit-trail": ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  drift: ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
  notifications: ["--policy-pack", "policy", "--policy-pack-config", "policy/config/strict.json"],
};

describe("the examples", () => {
  for (const [name, pack] of Object.entries(programs)) {
    it(`are clean on their first preview: ${name}`, async () => {
      const { status, stdout, stderr } = await preview(name, pack);
      assert.equal(stderr, "");
      const { policies } = JSON.parse(stdout);
      const found = policies.flatMap((one: { policies: { violations: { level: string; message: string }[] }[] }) =>
        one.policies.flatMap(({ violations }) => violations),
      );
      assert.deepEqual(
        found.filter(
          ({ level, message }: { level: string; message: string }) =>
            level === "mandatory" || message.includes("can't run policy"),
        ),
        [],
      );
      assert.equal(status, 0);
    });
  }

  it("have no advice left under the strict pack: notifications", async () => {
    const { policies } = JSON.parse((await preview("notifications", programs.notifications)).stdout);
    const found = policies.flatMap((one: { policies: { name: string; violations: object[] }[] }) =>
      one.policies.flatMap(({ name, violations }) => violations.map(() => name)),
    );
    assert.deepEqual(found, []);
  });

  it("protect the state that everything else is destroyed by, and keep it if its own stack is destroyed", async () => {
    const { steps } = JSON.parse((await preview("state-backend", [])).stdout);
    const made = steps.filter(({ urn }: { urn: string }) => urn.includes("StateBackend$aws"));
    const lasting = made.filter(
      ({ newState }: { newState: { protect?: boolean; retainOnDelete?: boolean } }) =>
        newState.protect && newState.retainOnDelete,
    );
    assert.deepEqual([made.length, lasting.length], [17, 17]);
  });
});

function preview(name: string, options: readonly string[]) {
  const command = ["preview", "--cwd", join("examples", name), ...options, "--json"];
  return runNode("bin/cli/cli.js", ...command);
}
