import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type PreviewResult, Status } from "../../../cli/preview/result";
import { fixture, previewFixture } from "./support/fixture";

/** Findings and remediations in the form of the engine's events. */
function verdictsOf({ packs, resources }: PreviewResult) {
  const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  const sorted = <Entry extends { readonly policy: string; readonly urn: string }>(entries: Entry[]) =>
    entries.sort((one, other) => (`${one.policy} ${one.urn}` < `${other.policy} ${other.urn}` ? -1 : 1));
  const policies = packs.flatMap((pack) => pack.policies);
  return {
    findings: sorted(
      policies.flatMap(({ name, violations, severity }) =>
        violations.map(({ urn, level, message }) => ({
          policy: name,
          // The engine reports a finding about the whole stack on the stack's own resource.
          urn: urn === "" ? root : urn,
          level,
          // The engine sends no severity with a remediation that could not run.
          ...(severity === "" || message.startsWith("can't run remediation") ? {} : { severity }),
          message,
        })),
      ),
    ),
    remediated: sorted(
      policies.flatMap(({ name, remediated }) =>
        remediated.map((urn) => ({
          policy: name,
          urn,
          properties: resources.find((resource) => resource.urn === urn)?.inputs,
        })),
      ),
    ),
  };
}

// Each verdicts.json was written from a run of Pulumi 3.248.0 with the same program, pack and configuration.
describe("a policy pack gives the verdicts that it gives with the Pulumi engine for", () => {
  const programs = [
    ["plain", "plain resources, unknown values, a remediation and the whole stack"],
    ["reference-inputs", "resources, assets and archives as inputs"],
  ] as const;
  for (const [name, shape] of programs) {
    it(shape, async () => {
      const result = await previewFixture(name, {
        policyPacks: [fixture("pack")],
        policyPackConfigs: [fixture("verdicts.json")],
      });
      const expected: unknown = JSON.parse(readFileSync(fixture(name, "verdicts.json"), "utf8"));
      assert.deepEqual(verdictsOf(result), expected);
      assert.equal(result.status, Status.violated);
    });
  }
});
