import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../../..");

function diagram(example: string, ...args: string[]) {
  const command = [join(root, "bin/cli/cli.js"), "diagram", "--cwd", join(root, "examples", example), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("aws-pipelines diagram", () => {
  it("draws every pipeline of a program as text", () => {
    const { status, stdout } = diagram("test-infrastructure");
    assert.equal(status, 0);
    assert.match(stdout, /^orders V2, SUPERSEDED\n {2}starts on push to acme\/orders, branch main\n/);
    assert.match(
      stdout,
      /\n {2}→ Review\n {8}ChangeSet {2}CloudFormation orders-prod .*\n {8}⏸ Approve {2}Manual approvals\n/,
    );
  });

  it("draws one pipeline as SVG, and asks which where there are several", () => {
    const several = diagram("monorepo", "--format", "svg");
    assert.deepEqual(
      [several.status, several.stderr],
      [
        3,
        "error: --format svg draws one pipeline: add --pipeline with one of shop-cart, shop-catalog, shop-proposals\n",
      ],
    );
    assert.match(
      diagram("monorepo", "--format", "svg", "--pipeline", "shop-cart").stdout,
      /^<svg [^>]+aria-label="Pipeline shop-cart: /,
    );
  });

  it("names the pipelines that there are for one that is not there, and the formats for one it does not know", () => {
    assert.equal(
      diagram("monorepo", "--pipeline", "shop").stderr,
      'error: --pipeline: the program has no pipeline "shop". Use one of shop-cart, shop-catalog, shop-proposals.\n',
    );
    assert.equal(
      diagram("monorepo", "--format", "png").stderr,
      'error: --format: "png" is none of text, mermaid, svg\n',
    );
  });
});
