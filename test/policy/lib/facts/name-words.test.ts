import assert from "node:assert/strict";
import { nameWords } from "../../../../policy/lib/facts/name-words";

describe("the words of a name", () => {
  for (const [name, ...words] of [
    ["shop-ProdDeploy_2", "shop", "prod", "deploy", "2"],
    ["shopProd", "shop", "prod"],
    ["v2Prod", "v2", "prod"],
    ["DB_PASSWORD", "db", "password"],
    ["PRODDeploy", "proddeploy"],
    ["a/b.c:d e", "a", "b", "c", "d", "e"],
    ["--x--", "x"],
    ["reproduction", "reproduction"],
    ["", ...[]],
    ["-_/", ...[]],
    ["größe", "gr", "e"],
  ] as const) {
    it(`${name === "" ? "without letters" : name} are ${words.join(", ") || "none"}`, () => {
      assert.deepEqual(nameWords(name), words);
    });
  }
});
