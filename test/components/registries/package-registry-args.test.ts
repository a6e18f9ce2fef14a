import assert from "node:assert/strict";
import { packageRegistryProblems } from "../../../components/registries/package-registry-args";
import { keyArn } from "../../support/scopes";

const settings = {
  domainName: "acme",
  repositoryName: "npm",
  publicRepositoryName: "npm-public",
  npmScope: "acme",
  readers: ["arn:aws:iam::222233334444:root", "arn:aws:iam::111122223333:role/shop"],
  publishers: ["arn:aws:iam::111122223333:user/ci"],
  retainOnDelete: true,
};
const domain = "give 2 to 50 lowercase letters, digits or hyphens, starting with a letter";
const repository = "give 2 to 100 letters, digits or the characters . _ -, starting with a letter or digit";
const scope = "give the scope of the packages without its @, such as acme";
const principal = "give the ARN of a role or a user, or of an account as arn:aws:iam::<account>:root";

describe("the settings of a package registry", () => {
  for (const [what, more] of [
    ["names, readers and publishers", {}],
    ["an existing key", { existingKeyArn: keyArn }],
    ["nobody who publishes", { readers: [], publishers: [] }],
    ["the shortest names", { domainName: "a1", repositoryName: "0-", npmScope: "0" }],
    ["the longest names", { domainName: "a".repeat(50), repositoryName: "A".repeat(100), npmScope: "a".repeat(214) }],
  ] as const) {
    it(`may be ${what}`, () => {
      assert.deepEqual(packageRegistryProblems({ ...settings, ...more } as typeof settings), []);
    });
  }

  for (const [key, value, reason] of [
    ["domainName", "a", `is "a": ${domain}`],
    ["domainName", "1acme", `is "1acme": ${domain}`],
    ["domainName", "acme-", `is "acme-": ${domain}`],
    ["domainName", "Acme", `is "Acme": ${domain}`],
    ["domainName", "a".repeat(51), `is "${"a".repeat(51)}": ${domain}`],
    ["repositoryName", "n", `is "n": ${repository}`],
    ["repositoryName", ".npm", `is ".npm": ${repository}`],
    ["publicRepositoryName", "npm/public", `is "npm/public": ${repository}`],
    ["npmScope", "@acme", `is "@acme": ${scope}`],
    ["npmScope", "acme/*", `is "acme/*": ${scope}`],
    ["npmScope", "", `is "": ${scope}`],
    [
      "existingKeyArn",
      "alias/shop",
      'is "alias/shop": give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, not of an alias',
    ],
    ["retainOnDelete", "yes", 'is "yes": give true or false'],
    ["readers[0]", ["*"], `is "*": ${principal}`],
    ["readers[0]", ["arn:aws:iam::222233334444:role/*"], `is "arn:aws:iam::222233334444:role/*": ${principal}`],
    ["publishers[0]", ["222233334444"], `is "222233334444": ${principal}`],
  ] as const) {
    it(`must not have the ${key} ${JSON.stringify(value)}`, () => {
      const given = { ...settings, [key.replace("[0]", "")]: value } as typeof settings;
      assert.deepEqual(packageRegistryProblems(given), [{ path: key, reason }]);
    });
  }
});
