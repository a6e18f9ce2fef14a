import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../policy/lib/rule/rule";
import { rules } from "../../policy/rules";
import { project, repository } from "../fixtures/policy/resources";
import { changed } from "./support/cases";
import { judgeResource } from "./support/judging";

const config: Record<string, string | object> = JSON.parse(
  readFileSync(join(__dirname, "../../policy/config.json"), "utf8"),
);

function configured(name: string): Rule {
  return rules.find((rule) => rule.name === name) ?? assert.fail(`${name} is no rule`);
}

/** The parameters of a rule; a level alone has none. */
function settingsOf(name: string): object {
  const setting = config[name];
  return typeof setting === "object" ? setting : {};
}

function violations(name: string, type: string, props: object): number {
  const verdicts = judgeResource(configured(name), type, { ...props }, settingsOf(name));
  return verdicts.length;
}

describe("the committed configuration of the pack", () => {
  it("states parameters only where the reference application needs them", () => {
    assert.deepEqual(
      Object.keys(config).filter((name) => Object.keys(settingsOf(name)).length > 0),
      ["codebuild-no-privileged-mode", "ecr-immutable-tags"],
    );
  });

  it("makes mandatory what the strict configuration does, and nothing else", () => {
    const strict = JSON.parse(readFileSync(join(__dirname, "../../policy/config/strict.json"), "utf8"));
    const mandatory = (level: unknown) =>
      (typeof level === "string" ? level : Reflect.get(Object(level), "enforcementLevel")) === "mandatory";
    assert.deepEqual(
      rules
        .filter(({ name, enforcementLevel }) =>
          mandatory(typeof config[name] === "string" ? config[name] : enforcementLevel),
        )
        .map(({ name }) => name),
      rules.filter(({ name }) => mandatory(strict[name])).map(({ name }) => name),
    );
  });

  it("sets only what the rules can be configured with", () => {
    for (const name of Object.keys(config)) {
      const known = Object.keys(configured(name).configSchema?.properties ?? {});
      assert.deepEqual(
        Object.keys(settingsOf(name)).filter((setting) => !known.includes(setting)),
        [],
      );
    }
  });

  it("lets the builds of images be privileged, and no other project", () => {
    for (const [name, expected] of Object.entries({
      "shop-dev-image": 0,
      "shop-prod-image": 0,
      "orders-prod-image": 0,
      "shop-dev-deploy": 1,
      image: 1,
    })) {
      const props = changed(project.props, { name, "environment.privilegedMode": true });
      assert.equal(violations("codebuild-no-privileged-mode", project.type, props), expected, name);
    }
  });

  it("lets the tag latest move, and no other", () => {
    for (const [filter, expected] of Object.entries({ latest: 0, "*": 1, "latest*": 1 })) {
      const props = changed(repository.props, {
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters: [{ filter, filterType: "WILDCARD" }],
      });
      assert.equal(violations("ecr-immutable-tags", repository.type, props), expected, filter);
    }
  });
});

describe("the strictness configurations", () => {
  const levels = (file: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(__dirname, "../../policy/config", `${file}.json`), "utf8"));
  const levelOf = (setting: unknown) =>
    typeof setting === "string" ? setting : Reflect.get(Object(setting), "enforcementLevel");

  for (const file of ["baseline", "recommended", "strict"]) {
    it(`list the level of every rule: ${file}`, () => {
      assert.deepEqual(
        Object.keys(levels(file)),
        rules.map(({ name }) => name),
      );
    });
  }

  it("recommend the levels that the rules have", () => {
    assert.deepEqual(
      levels("recommended"),
      Object.fromEntries(rules.map(({ name, enforcementLevel }) => [name, enforcementLevel])),
    );
  });

  it("make nothing mandatory in the baseline that is not critical, and let unknown values pass there", () => {
    const mandatory = rules.filter(({ name }) => levelOf(levels("baseline")[name]) === "mandatory");
    assert.ok(mandatory.length > 0);
    for (const { name, severity } of mandatory) {
      assert.equal(severity, "critical", name);
      assert.equal(Reflect.get(Object(levels("baseline")[name]), "failOnUnknown"), false, name);
    }
  });

  it("make every rule of high or critical severity mandatory in the strict one, and disable none", () => {
    for (const { name, severity, enforcementLevel } of rules) {
      const level = levelOf(levels("strict")[name]);
      const isGrave = severity === "high" || severity === "critical" || enforcementLevel === "mandatory";
      assert.equal(level, isGrave && enforcementLevel !== "disabled" ? "mandatory" : "advisory", name);
    }
  });
});
