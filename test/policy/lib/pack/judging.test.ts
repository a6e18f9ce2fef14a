import assert from "node:assert/strict";
import { stackOf } from "../../../../policy/lib/facts/stack";
import { fromWire } from "../../../../policy/lib/facts/wire";
import type { Diagnostic } from "../../../../policy/lib/pack/causes";
import type { Configuration } from "../../../../policy/lib/pack/configuration";
import { judgeResource, judgeStack, panelOf } from "../../../../policy/lib/pack/judging";
import { rules } from "../../../../policy/rules";
import { judgeCase, type PackCase, readCases } from "../../rules/cases/judge-case";

const defaults: Configuration = new Map(
  rules.map(({ name, enforcementLevel = "advisory", severity }) => [
    name,
    { level: enforcementLevel, properties: { failOnUnknown: severity === "critical" } },
  ]),
);

const urnOf = ({ type, name }: PackCase["resources"][number]) => `urn:pulumi:dev::shop::${type}::${name}`;

/** All that the server says about a case, before it joins causes of the stack with those of resources. */
function served({ resources }: PackCase): Diagnostic[] {
  const stack = stackOf(
    resources.map(({ type, name, props, deps = [], pdeps = {} }) => ({
      type,
      urn: name,
      protect: false,
      hasProvider: false,
      read: () => ({
        props: fromWire(props),
        dependencies: new Set(deps),
        propertyDependencies: new Map(Object.entries(pdeps).map(([property, names]) => [property, new Set(names)])),
      }),
    })),
    new Map(),
  );
  return [
    ...judgeStack(rules, stack, defaults).diagnostics,
    ...resources.flatMap((resource) => {
      const { type, props } = resource;
      const judged = { type, urn: urnOf(resource), props: fromWire(props), protect: false, stackTags: new Map() };
      return judgeResource(panelOf(rules, type, defaults), judged).diagnostics;
    }),
  ];
}

/** Rule, level and text, in an order of their own. */
function listed(findings: readonly (readonly [rule: string, level: string, text: string])[]): string[] {
  return [...new Set(findings.map((finding) => finding.join(" :: ")))].toSorted();
}

describe("the server of the pack", () => {
  for (const file of ["policy.json", "kinds.json", "attackers.json"]) {
    it(`finds in ${file} what the SDK finds, with one finding for each unknown value`, () => {
      for (const packCase of readCases(file)) {
        const own = served(packCase).map(({ rule, level, finding }) => [rule.name, level, finding.message] as const);
        const ofSdk = judgeCase(packCase).map(({ rule, level, text }) => [rule, level, text] as const);
        const known = (all: readonly (readonly [string, string, string])[]) =>
          all.filter(([, , text]) => !text.includes("cannot judge it in this preview"));
        assert.deepEqual(listed(known(own)), listed(known(ofSdk)), packCase.id);
        const hidden = ofSdk.filter(([, , text]) => text.includes("cannot judge it in this preview"));
        for (const [rule, , text] of hidden) {
          const path = text.slice(0, text.indexOf(" is not known"));
          const naming = own.filter(
            ([one, , said]) => said.startsWith(`${path} is not known`) && (one === rule || said.includes(rule)),
          );
          assert.ok(naming.length > 0, `${packCase.id}: ${rule} at ${path}`);
        }
      }
    });
  }

  it("says one thing about an unknown document, at the level of its strictest rule", () => {
    const urn = "urn:pulumi:dev::shop::aws:iam/rolePolicy:RolePolicy::deploy";
    const props = fromWire({ role: "deploy", policy: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    const resource = { type: "aws:iam/rolePolicy:RolePolicy", urn, props, protect: false, stackTags: new Map() };
    const { diagnostics } = judgeResource(panelOf(rules, resource.type, defaults), resource);
    const unknown = diagnostics.filter(({ finding }) => finding.kind === "unjudged");
    assert.deepEqual(
      unknown.map(({ rule, level }) => [rule.severity, level]),
      [["critical", "mandatory"]],
    );
    assert.match(
      unknown[0]?.finding.message ?? "",
      /^policy is not known yet, so this rule and .*iam-write-scoped.* cannot judge it/,
    );
  });

  it("asks no rule that is disabled, and lists those that do not apply", () => {
    const resource = { type: "aws:kms/alias:Alias", urn: "a", props: {}, protect: false, stackTags: new Map() };
    const disabled: Configuration = new Map([...defaults, ["kms-rotation", { level: "disabled", properties: {} }]]);
    const idle = (configuration: Configuration) =>
      judgeResource(panelOf(rules, resource.type, configuration), resource).idle;
    assert.equal(idle(defaults).includes("kms-rotation"), true);
    assert.deepEqual(
      idle(defaults).filter((name) => !idle(disabled).includes(name)),
      ["kms-rotation"],
    );
    assert.deepEqual(judgeResource(panelOf(rules, resource.type, defaults), resource).diagnostics, []);
  });

  it("names the rule that throws", () => {
    const [rule] = rules;
    assert.ok(rule);
    const broken = {
      ...rule,
      types: ["x"],
      judgement: {
        ...rule.judgement,
        ofResource: () => {
          throw new Error("no such property");
        },
      },
    };
    const resource = { type: "x", urn: "a", props: {}, protect: false, stackTags: new Map() };
    assert.throws(
      () => judgeResource(panelOf([broken], resource.type, new Map()), resource),
      new RegExp(`policy '${rule.name}' failed`),
    );
  });
});
