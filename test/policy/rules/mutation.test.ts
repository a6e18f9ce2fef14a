import assert from "node:assert/strict";
import { rules } from "../../../policy/rules";
import { broken, touched } from "./mutation/break-program";
import { breaks } from "./mutation/breaks";
import { judgeProgram } from "./mutation/judge-program";
import { program } from "./mutation/program";

/** A rule refuses every resource of these types, so no program that passes has one. */
const refusedAltogether = [
  "aws:iam/accessKey:AccessKey",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/user:User",
  "aws:iam/userLoginProfile:UserLoginProfile",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
];

function rulesNaming(findings: readonly string[]): string[] {
  return [...new Set(findings.map((finding) => finding.split(":")[0] ?? ""))].toSorted();
}

describe("the program that passes every rule", () => {
  it("is found nothing wrong with", () => {
    assert.deepEqual(judgeProgram(program), []);
  });

  it("has a resource of every type that a rule reads, but for what rules refuse altogether", () => {
    const types = new Set(program.map(({ type }) => type));
    const missing = new Set(rules.flatMap((rule) => rule.types).filter((type) => !types.has(type)));
    assert.deepEqual([...missing].toSorted(), refusedAltogether);
  });
});

describe("one mistake in it", () => {
  it("is known for every rule, and for nothing that is none", () => {
    assert.deepEqual(Object.keys(breaks).toSorted(), rules.map(({ name }) => name).toSorted());
  });

  for (const { name } of rules) {
    const change = breaks[name];
    const also = Object.keys(change?.also ?? {});
    it(`is noticed by ${[name, ...also].join(", ")} and by no other rule`, () => {
      assert.ok(change);
      const findings = judgeProgram(broken(program, change), touched(change));
      assert.deepEqual(rulesNaming(findings), [name, ...also].toSorted());
    });
  }
});
