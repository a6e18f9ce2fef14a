import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { compact, withoutComments } from "./strip-comments";

const bin = join(__dirname, "../../bin/cli");

describe("compiled JavaScript without comments", () => {
  it("keeps code where it is, and texts that look like comments", () => {
    assert.equal(
      withoutComments(
        [
          "#!/usr/bin/env node",
          '"use strict";',
          "/** Says a thing.",
          " * Twice. */",
          "const a = /* inner */ 1; // end",
          "const b = `// @{a /* c */} /* text */`;".replace("@", "$"),
          'const c = "/* no */" + /\\/\\*x/.source; // gone',
          "//# sourceMappingURL=a.js.map",
          "",
        ].join("\n"),
      ),
      [
        "#!/usr/bin/env node",
        '"use strict";',
        "",
        "",
        "const a =             1;",
        "const b = `// @{a        } /* text */`;".replace("@", "$"),
        'const c = "/* no */" + /\\/\\*x/.source;',
        "//# sourceMappingURL=a.js.map",
        "",
      ].join("\n"),
    );
  });

  it("loses its empty lines and the link to its map in a compact form, but no line of a text", () => {
    const lines = ["// why", "a();", "", "/* b */", "b();", "//# sourceMappingURL=a.js.map"];
    assert.equal(compact(lines.join("\n")), "\na();\nb();");
    assert.equal(compact("const a = `x\n\n\ny`;\n//# sourceMappingURL=a.js.map"), "const a = `x\n\n\ny`;");
  });

  it("is the same program", () => {
    const printed = (text: string) => {
      const options = { removeComments: true, target: ts.ScriptTarget.Latest, module: ts.ModuleKind.CommonJS };
      return ts.transpileModule(text, { compilerOptions: options }).outputText;
    };
    for (const name of readdirSync(bin, { recursive: true, encoding: "utf8" }).filter((file) =>
      /html\/.*\.js$/.test(file),
    )) {
      const text = readFileSync(join(bin, name), "utf8");
      assert.equal(printed(withoutComments(text)), printed(text), name);
    }
  });
});
