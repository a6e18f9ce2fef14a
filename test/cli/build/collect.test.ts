import assert from "node:assert/strict";
import { collect, type FileRules } from "../../../cli/build/collect";

const paths = ["a.txt", "dist/app.js", "dist/css/site.css", "my-build1/f.txt", "my-build2/f.txt", "target/x.jar"];

describe("the files of an artifact", () => {
  const cases: readonly (readonly [rules: FileRules, taken: string[]])[] = [
    [{ files: ["**/*"] }, paths],
    [{ files: ["*"] }, ["a.txt"]],
    [{ files: ["./dist/*"] }, ["dist/app.js"]],
    [{ files: ["dist/**/*"] }, ["dist/app.js", "dist/css/site.css"]],
    [{ files: ["**/*"], "base-directory": "dist" }, ["app.js", "css/site.css"]],
    [{ files: ["**/*"], "base-directory": "./dist/", "discard-paths": "yes" }, ["app.js", "site.css"]],
    [{ files: ["**/*"], "base-directory": "dist", "exclude-paths": ["css/**/*"] }, ["app.js"]],
    [{ files: ["*"], "base-directory": "my-build*" }, ["f.txt", "f.txt"]],
    [{ files: ["$OUT/*.jar"] }, ["target/x.jar"]],
    [{ files: ["/src/target/*.jar"] }, ["target/x.jar"]],
    [{ files: ["**/*"], "base-directory": `$${"{CODEBUILD_SRC_DIR}"}/dist` }, ["app.js", "css/site.css"]],
    [{ files: ["**/*"], "base-directory": ".." }, []],
    [{ files: ["dist"] }, []],
  ];
  for (const [rules, taken] of cases) {
    it(`are ${taken.join(", ") || "none"} for ${JSON.stringify(rules)}`, () => {
      const files = collect(paths, rules, { OUT: "target", CODEBUILD_SRC_DIR: "/src" });
      assert.deepEqual(
        files.map(({ to }) => to),
        taken,
      );
    });
  }
});
