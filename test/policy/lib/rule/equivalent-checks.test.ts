import assert from "node:assert/strict";
import { owaspFramework } from "../../../../policy/lib/rule/equivalent-checks";

describe("the framework of a rule", () => {
  it("names the OWASP risks it bears on", () => {
    assert.deepEqual(owaspFramework({ owasp: ["SEC-2", "SEC-5"], checkov: ["CKV_AWS_7"] }), {
      name: "OWASP Top 10 CI/CD Security Risks",
      version: "2022",
      reference: "https://owasp.org/www-project-top-10-ci-cd-security-risks/",
      specification: "CICD-SEC-2, CICD-SEC-5",
    });
  });

  it("is absent where the list names none", () => {
    assert.equal(owaspFramework({ checkov: ["CKV_AWS_7"] }), undefined);
  });
});
