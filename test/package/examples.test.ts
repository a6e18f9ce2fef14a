import assert from "node:assert/strict";
import { join } from "node:path";
import { root, run } from "./support/command";

const programs = {
  "quick-start": ["--policy-pack", "policy", "--policy-pack-config", "examples/quick-start/policies.json"],
  "npm-package": ["--policy-pack", "policy"],
  composed: ["--policy-pack", "policy", "--policy-pack-config", "policy/config.json"],
};

describe("the examples", () => {
  for (const [name, pack] of Object.entries(programs)) {
    it(`are clean on their first preview: ${name}`, async () => {
      const command = ["bin/preview/cli.js", "preview", "--cwd", join("examples", name), ...pack, "--json"];
      const { status, stdout, stderr } = await run(process.execPath, command, { cwd: root });
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
});
