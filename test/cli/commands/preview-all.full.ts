import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { previewAll, worstStatus } from "../../../cli/commands/preview-all";
import { preview } from "../../../cli/preview/preview";
import { Status } from "../../../cli/preview/result";
import { maskedResult } from "../../../cli/report/masked-result";
import { overviewRows } from "../../../cli/report/overview";
import { root } from "../../support/command";
import { generatedStacks, keepsLogsShort } from "../../support/generated-stacks";
import { removeTemporaryDirectories, temporaryDirectory } from "../preview/support/temporary";

const STACKS = 200;
/** Every so many stacks, one is previewed by itself too. */
const COMPARED = 40;

describe("preview --all over 200 stacks", () => {
  after(removeTemporaryDirectories);

  it("judges each stack by its own settings", async () => {
    const cwd = temporaryDirectory(generatedStacks(STACKS));
    symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
    const silent = { write: () => true };
    const options = {
      cwd,
      policyPacks: [join(root, "policy")],
      policyPackConfigs: [join(root, "policy/config.json")],
    };
    const surroundings = { stdout: silent, stderr: silent, env: {}, signal: new AbortController().signal };
    const previews = await previewAll(options, {}, surroundings);
    const rows = overviewRows(previews.map(({ result }) => result));
    assert.equal(rows.length, STACKS);
    assert.equal(
      worstStatus(previews),
      Status.clean,
      JSON.stringify(rows.filter(({ verdict }) => verdict !== "clean")),
    );
    assert.deepEqual(
      rows.map(({ name, advisory }) => [name, advisory]),
      rows.map((_, index) => [`fleet/env-${String(index).padStart(3, "0")}`, keepsLogsShort(index) ? 2 : 1]),
    );
    assert.equal(new Set(rows.map(({ resources }) => resources)).size, 1);
    for (const { place, result } of previews.filter((_, index) => index % COMPARED === 0)) {
      const { duration: _, maskSecrets: __, ...shared } = result;
      const own = await preview({ ...options, stack: place.stack }, { ...surroundings, onResource: () => undefined });
      const { duration: ___, maskSecrets: ____, ...alone } = maskedResult(own);
      assert.deepEqual(shared, alone, `${place.stack} differs from a preview of it alone`);
    }
    for (const { place, result } of previews) {
      const [, account] =
        /account: "(\d{12})"/.exec(readFileSync(join(cwd, `Pulumi.${place.stack}.yaml`), "utf8")) ?? [];
      const buckets = result.resources.filter(({ type }) => type === "aws:s3/bucket:Bucket");
      assert.ok(account !== undefined && buckets.length > 0);
      assert.ok(
        buckets.every(({ inputs }) => JSON.stringify(inputs).includes(account)),
        place.stack,
      );
      const judged = result.packs[0]?.policies.find(({ name }) => name === "logs-retention-one-year");
      assert.ok(judged?.violations.every(({ urn }) => urn.startsWith(`urn:pulumi:${place.stack}::fleet::`)));
    }
  });
});
