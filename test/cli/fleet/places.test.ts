import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { isInside, isLink, realFolder, refuseLink } from "../../../cli/fleet/places";

describe("a place of a fleet", () => {
  let folder: string;
  let top: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "places-")));
    top = join(folder, "top");
    mkdirSync(join(top, "deploy"), { recursive: true });
    mkdirSync(join(folder, "topping"));
    symlinkSync(folder, join(top, "out"));
    symlinkSync(join(top, "deploy"), join(folder, "in"));
    symlinkSync(join(folder, "none"), join(top, "nowhere"));
    writeFileSync(join(top, "file"), "");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("lies in the repository if its real path does, whether it exists or not", () => {
    const places: readonly (readonly [place: string, inside: boolean])[] = [
      [top, true],
      [join(top, "deploy"), true],
      [join(top, "none/below"), true],
      [join(folder, "in"), true],
      [join(folder, "in/none"), true],
      [join(top, "..hidden"), true],
      [folder, false],
      [join(folder, "topping"), false],
      [join(top, "out"), false],
      [join(top, "out/none"), false],
    ];
    assert.deepEqual(
      places.map(([place]) => [place, isInside(top, place)]),
      places,
    );
    assert.equal(realFolder(parse(top).root), parse(top).root);
  });

  it("is no symbolic link, not even one that leads nowhere", () => {
    assert.deepEqual(
      ["out", "nowhere", "deploy", "file", "none"].map((name) => isLink(join(top, name))),
      [true, true, false, false, false],
    );
    refuseLink(join(top, "none"));
    assert.throws(() => refuseLink(join(top, "nowhere")), {
      name: "PreviewError",
      message: `${join(top, "nowhere")} is a symbolic link, and a fleet writes its records into plain folders and files. Remove the link, or name another folder with --record.`,
    });
  });
});
