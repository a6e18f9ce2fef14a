import assert from "node:assert/strict";
import { repositoryOwner } from "../../../../policy/lib/pipeline/repository-url";

describe("the host and the owner of a repository", () => {
  for (const [location, host, owner] of [
    ["https://github.com/acme/shop.git", "github.com", "acme"],
    ["https://GitHub.com/ACME/shop", "github.com", "acme"],
    ["git@github.com:acme/shop.git", "github.com", "acme"],
    ["ssh://git@github.com/acme/shop", "github.com", "acme"],
    ["ssh://git@git.example:2222/acme/shop", "git.example:2222", "acme"],
    ["https://gitlab.example/acme/team/shop", "gitlab.example", "acme"],
    ["https://github.com//acme//shop", "github.com", "acme"],
    ["https://acme@github.com/evil/shop", "github.com", "evil"],
    ["https://github.com@evil.example/acme/shop", "evil.example", "acme"],
    ["https://github.com/acme", "github.com", "acme"],
    ["https://github.com/", "github.com", ""],
  ] as const) {
    it(`of ${location} are ${host} and ${owner || "nobody"}`, () => {
      assert.deepEqual(repositoryOwner(location), { host, owner });
    });
  }

  it("are not in what is no address", () => {
    for (const location of ["", "acme/shop", "CODEPIPELINE", "bucket/key.zip"]) {
      assert.equal(repositoryOwner(location), undefined, location);
    }
  });
});
