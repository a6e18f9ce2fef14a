import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExportedState } from "../../../../cli/preview/project/exported-state";

const folder = mkdtempSync(join(tmpdir(), "state-"));
const file = join(folder, "state.json");
after(() => rmSync(folder, { recursive: true }));

const urn = (name: string) => `urn:pulumi:dev::shop::aws:sns/topic:Topic::${name}`;

describe("an exported state", () => {
  it("has the resources of the stack but those that are pending deletion", () => {
    const resources = [
      { urn: urn("a"), type: "aws:sns/topic:Topic", custom: true, id: "1", inputs: { name: "a" }, parent: "p" },
      { urn: urn("a"), type: "aws:sns/topic:Topic", custom: true, delete: true },
      {
        urn: urn("b"),
        type: "aws:sns/topic:Topic",
        custom: true,
        external: true,
        propertyDependencies: { name: null },
      },
    ];
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
    assert.deepEqual(
      readExportedState(file).map(({ name, custom, id, operation, inputs, parent }) => [
        ...[name, custom, id, operation, inputs, parent],
      ]),
      [
        ["a", true, "1", "create", { name: "a" }, "p"],
        ["b", true, "", "read", {}, ""],
      ],
    );
  });

  it("is refused where the file is none", () => {
    const message = (text: string) => {
      writeFileSync(file, text);
      try {
        readExportedState(file);
      } catch (error) {
        assert.ok(error instanceof Error && error.name === "PreviewError");
        return error.message.replace(file, "FILE").replace(file, "FILE");
      }
      return "accepted";
    };
    assert.equal(message("{}"), 'FILE: no exported stack. Write it with "pulumi stack export --file FILE".');
    assert.match(message("no"), /^FILE: /);
  });
});
