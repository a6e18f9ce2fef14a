import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../policy/rules";
import { type Props, remediated } from "../support/judging";
import { broken } from "./mutation/break-program";
import { breaks } from "./mutation/breaks";
import { keyOf, verdictsOf } from "./mutation/judge-program";
import { program, programConfig } from "./mutation/program";
import type { ProgramResource } from "./mutation/program/resource";

interface Row {
  readonly name: string;
  readonly remediation: string;
}

const rows: readonly Row[] = JSON.parse(readFileSync(join(__dirname, "policies.json"), "utf8"));

/** Rules that the table would have mend things, and why they do not. */
const unmended: Readonly<Record<string, string>> = {
  "codepipeline-no-polling": "one resource does not tell whether an event starts the pipeline in the polling's place",
  "ecr-scan-on-push": "it judges the stack, for the registry may scan already, and policies of a stack mend nothing",
  "s3-kms-encryption": "one resource does not tell whether its bucket takes access logs, which must not be under KMS",
  "s3-versioning": "it judges the stack, for the bucket or another resource may say it, and such policies mend nothing",
};

const arns: Readonly<Record<string, string>> = {
  keyArn: "arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555",
  boundaryArn: "arn:aws:iam::123456789012:policy/boundary",
};
const mending = rules.filter(({ remediation }) => remediation !== undefined);

/** Configuration of a rule that sets an ARN. */
function arnsFor(parameters: readonly string[]): object {
  return Object.fromEntries(Object.entries(arns).filter(([name]) => parameters.includes(name)));
}

function victim(resources: readonly ProgramResource[], rule: string): ProgramResource {
  return resources.find((resource) => keyOf(resource) === breaks[rule]?.on) ?? assert.fail(`${rule} breaks nothing`);
}

function isProps(value: unknown): value is Props {
  return typeof value === "object" && value !== null;
}

describe("the remediation of a rule", () => {
  it("is there wherever the table has one that is safe, or a reason is known", () => {
    const wanted = rows.filter(({ remediation }) => /^(yes|only with|split resource: yes)/i.test(remediation));
    assert.deepEqual(
      mending.map(({ name }) => name).toSorted(),
      wanted
        .map(({ name }) => name)
        .filter((name) => unmended[name] === undefined)
        .toSorted(),
    );
  });

  for (const rule of mending) {
    const config = { ...programConfig[rule.name], ...arnsFor(Object.keys(rule.configSchema?.properties ?? {})) };

    it(`of ${rule.name} (it ${rule.remediation}) leaves nothing for the rule to find`, async () => {
      const change = breaks[rule.name] ?? assert.fail();
      const resources = broken(program, change);
      const { type, props, ...rest } = victim(resources, rule.name);
      const mended = await remediated(rule, type, props, config);
      assert.ok(isProps(mended), "nothing was mended");
      assert.notDeepEqual(mended, props);
      assert.deepEqual(verdictsOf(rule, [{ ...rest, type, props: mended }]), []);
    });

    if (Object.keys(config).some((name) => name in arns)) {
      it(`of ${rule.name} changes nothing until it is told what to set`, async () => {
        const { type, props } = victim(broken(program, breaks[rule.name] ?? assert.fail()), rule.name);
        assert.equal(await remediated(rule, type, props, programConfig[rule.name]), undefined);
      });
    }

    it(`of ${rule.name} leaves what is right as it is`, async () => {
      const { type, props } = victim(program, rule.name);
      assert.equal(await remediated(rule, type, props, config), undefined);
    });
  }
});
