import assert from "node:assert/strict";
import { SourcePosition } from "@pulumi/pulumi/proto/source_pb";
import { sourcePlace, sourcePosition } from "../../../../cli/preview/engine/source-position";

function positionOf(uri: string, line: number, column: number): string {
  const position = new SourcePosition();
  position.setUri(uri);
  position.setLine(line);
  position.setColumn(column);
  return sourcePosition({ getSourceposition: () => position }, "/shop");
}

describe("a source position", () => {
  it("is relative to the project, with the column where the program tells it", () => {
    assert.equal(positionOf("file:///shop/src/index.ts", 12, 3), "project:///src/index.ts#12,3");
    assert.equal(positionOf("file:///shop/a%20b.ts", 1, 0), "project:///a%20b.ts#1");
    assert.equal(positionOf("file:///lib/@acme/x.js", 7, 1), "project:///../lib/@acme/x.js#7,1");
  });

  it("is a path and a line in messages", () => {
    const position = new SourcePosition();
    position.setUri("file:///shop/Pulumi.yaml");
    position.setLine(8);
    assert.equal(sourcePlace({ getSourceposition: () => position }, "/shop"), "Pulumi.yaml:8");
    assert.equal(sourcePlace({ getSourceposition: () => undefined }, "/shop"), undefined);
  });

  it("is absent for anything but a file", () => {
    assert.equal(positionOf("node:internal", 1, 1), "");
    assert.equal(sourcePosition({ getSourceposition: () => undefined }, "/shop"), "");
  });
});
