import assert from "node:assert/strict";
import fc from "fast-check";
import { Pipeline } from "../../components/pipelines/pipeline";
import { outlinePipeline } from "../../components/pipelines/validation/outline";
import { ungatedDestroyProblems } from "../../components/pipelines/validation/ungated-destroy";
import config from "../../policy/config.json";
import { rules } from "../../policy/rules";
import { verdictsOf } from "../policy/rules/mutation/judge-program";
import { unknownText } from "../policy/support/judging";
import { arbitraryPipeline, arbitraryPipelineOf, type WrittenPipeline } from "../support/arbitrary-pipeline";
import { pipelineOfEverything } from "../support/pipeline-of-everything";
import { pipelineResources } from "../support/pipeline-resources";
import { existingStores } from "../support/pipeline-roles";
import { readPipeline } from "../support/pipelines";
import { record, unknown } from "../support/recorder";
import { runs } from "../support/runs";
import { keyArn, scope } from "../support/scopes";
import { asked, subjectOf } from "./support/asked-findings";

/** The parameters of the committed configuration. Rules that it gives a level alone have none. */
const parameters: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries<string | object>(config).flatMap(([name, setting]) =>
    typeof setting === "object" ? [[name, setting]] : [],
  ),
);

/** Findings of the pack on a pipeline and its roles, under the committed configuration. */
function findingsIn(definition: WrittenPipeline) {
  const resources = pipelineResources(definition);
  return rules.flatMap((rule) =>
    verdictsOf(rule, resources, parameters)
      .filter(({ level }) => level !== "disabled")
      .map((verdict) => ({ rule: rule.name, ...verdict })),
  );
}

/** Resources that the component registers, by type and name. */
async function registered(definition: WrittenPipeline) {
  const given = {
    account: scope.account,
    region: scope.region,
    artifactBucketName: "store",
    encryptionKeyArn: keyArn,
    existingTopicKeyArn: keyArn,
    regionalStores: existingStores(definition),
  };
  const args = { ...given, ...readPipeline(definition) };
  const recorded = await record({ preview: true }, (opts) => new Pipeline("shop", args, opts));
  return listed(
    recorded
      .filter(({ type }) => type.startsWith("aws:"))
      .map(({ inputs, ...resource }) => ({ ...resource, props: inputs })),
  );
}

function listed(resources: readonly { readonly type: string; readonly name: string; readonly props: object }[]) {
  return Object.fromEntries(
    resources.map(({ type, name, props }) => [
      `${type} ${name}`,
      JSON.parse(JSON.stringify(props).replaceAll(unknown, unknownText)),
    ]),
  );
}

describe("any valid pipeline, in the eyes of the policy pack,", () => {
  it("is judged by the resources that its component registers", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPipelineOf(6), async (definition) => {
        fc.pre(ungatedDestroyProblems(outlinePipeline(definition), scope).length === 0);
        assert.deepEqual(listed(pipelineResources(definition)), await registered(definition));
      }),
      runs(4),
    );
  });

  it("has no finding but those that its own input asks for", () => {
    fc.assert(
      fc.property(arbitraryPipeline, (definition) => {
        const findings = findingsIn(definition);
        const unasked = findings.filter(({ rule, ...finding }) => {
          const expected = asked[rule];
          return expected?.level !== finding.level || !expected.has(subjectOf(definition, finding));
        });
        assert.deepEqual(unasked, []);
        // The pack refuses each unapproved deletion that the component refuses.
        const refused = ungatedDestroyProblems(outlinePipeline(definition), scope).length > 0;
        assert.ok(!refused || findings.some(({ rule }) => rule === "codepipeline-approval-before-destroy"));
      }),
      runs(8),
    );
  });

  it("has each of these when it asks for all of them", () => {
    const found = new Set(findingsIn(pipelineOfEverything()).map(({ rule }) => rule));
    assert.deepEqual([...found].sort(), Object.keys(asked).sort());
  });
});
