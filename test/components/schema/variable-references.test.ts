import assert from "node:assert/strict";
import { brokenReferencesIn, referencesIn, withoutReferences } from "../../../components/schema/variable-references";

describe("referencesIn", () => {
  it("finds every reference, however deep, with its path", () => {
    const value = {
      Text: "from #{Source.CommitId} to #{variables.Target}",
      List: ["none", { value: "#{A.b.c}" }],
      Number: 1,
      Nothing: null,
    };
    assert.deepEqual(referencesIn(value, "configuration"), [
      { path: "configuration.Text", namespace: "Source", name: "CommitId" },
      { path: "configuration.Text", namespace: "variables", name: "Target" },
      { path: "configuration.List[1].value", namespace: "A", name: "b.c" },
    ]);
  });

  it("starts at the root where no path is given", () => {
    assert.deepEqual(referencesIn({ a: "#{S.v}" }), [{ path: "a", namespace: "S", name: "v" }]);
    assert.deepEqual(referencesIn(["#{S.v}"]), [{ path: "[0]", namespace: "S", name: "v" }]);
  });

  it("takes nothing else for a reference", () => {
    for (const text of ["#{CommitId}", "#{.a}", "#{a.}", "#a.b", "#{a b.c}", "#{a.b c}"]) {
      assert.deepEqual(referencesIn(text), [], text);
    }
  });
});

describe("brokenReferencesIn", () => {
  it("finds what begins as a reference and is none, however deep, with its path", () => {
    const value = {
      Text: "from #{CommitId} to #{variables.Target}",
      List: ["none", { value: "#{ Source.CommitId }" }],
      Open: "#{Source.CommitId",
    };
    assert.deepEqual(brokenReferencesIn(value, "configuration"), [
      { path: "configuration.Text", written: "#{CommitId}" },
      { path: "configuration.List[1].value", written: "#{ Source.CommitId }" },
      { path: "configuration.Open", written: "#{Source.CommitId" },
    ]);
  });

  for (const text of ["#{.a}", "#{a.}", "#{a b.c}", "#{a.b c}", "#{}", "#{", "#{a.b.c d}"]) {
    it(`finds ${text}`, () => {
      assert.deepEqual(brokenReferencesIn(text), [{ path: "", written: text }]);
    });
  }

  for (const text of ["#{a.b}", "#{a.b.c}", "#a.b", `\${#array[@]}`, "# {a}", "{#a}", "$#"]) {
    it(`finds nothing in ${text}`, () => {
      assert.deepEqual(brokenReferencesIn(text), []);
    });
  }

  it("stops where the line ends or something else begins", () => {
    assert.deepEqual(brokenReferencesIn("a #{b\nc #{d{e}"), [
      { path: "", written: "#{b" },
      { path: "", written: "#{d" },
    ]);
  });
});

describe("withoutReferences", () => {
  it("puts an asterisk for each reference and leaves the rest", () => {
    assert.equal(withoutReferences("shop-#{variables.Stage}/#{S.CommitId}.zip"), "shop-*/*.zip");
    assert.equal(withoutReferences("shop"), "shop");
  });
});
