import assert from "node:assert/strict";
import { Pipeline } from "../../components/pipelines/pipeline";
import { rules } from "../../policy/rules";
import { judgeResource } from "../policy/support/judging";
import { pipelineOfEverything } from "../support/pipeline-of-everything";
import { existingStores } from "../support/pipeline-roles";
import { readPipeline } from "../support/pipelines";
import { record } from "../support/recorder";
import { keyArn, scope } from "../support/scopes";

/** Lists of statements in a message, which the reader of the message copies into a role. */
function statementsIn(message: string): readonly Record<string, unknown>[] {
  const from = message.indexOf("[\n");
  return from < 0 ? [] : JSON.parse(message.slice(from, message.lastIndexOf("]") + 1));
}

describe("the statements that a pipeline prints for roles of others", () => {
  it("pass every mandatory rule about roles", async () => {
    const { stages, ...others } = pipelineOfEverything();
    // Nothing is deleted before an approval.
    const [sources, ...rest] = stages;
    const approvals = rest.pop();
    const definition = { ...others, stages: [sources, approvals, ...rest].filter((stage) => stage !== undefined) };
    const said: string[] = [];
    const stores = {
      artifactBucketName: "store",
      encryptionKeyArn: keyArn,
      regionalStores: existingStores(definition),
    };
    const { account, region } = scope;
    const args = { account, region, ...stores, ...readPipeline(definition) };
    await record({ preview: true }, (opts) => new Pipeline("shop", args, opts), said);
    const printed = said.map(statementsIn).filter((list) => list.length > 0 && !list.some((one) => "Principal" in one));
    assert.ok(printed.length > 3, `only ${printed.length} lists`);
    assert.match(JSON.stringify(printed), /DownloadArtifacts/);
    const found = printed.flatMap((Statement) => {
      const props = { name: "given", role: "given", policy: JSON.stringify({ Version: "2012-10-17", Statement }) };
      return rules
        .filter((rule) => "validateResource" in rule)
        .flatMap((rule) => {
          const verdicts = judgeResource(rule, "aws:iam/rolePolicy:RolePolicy", props);
          return typeof verdicts === "string"
            ? []
            : verdicts.map(({ level, text }) => `${level} ${rule.name}: ${text}`);
        });
    });
    assert.deepEqual(
      found.filter((text) => text.startsWith("mandatory")),
      [],
    );
  });
});
