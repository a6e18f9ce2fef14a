import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openCache, unkeptPaths } from "../../../cli/build/cache";

describe("the cache of a build on this machine", () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "cache-"));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  function open(build: string, rules: Omit<Parameters<typeof openCache>[1], "paths">, paths = ["keep/**/*"]) {
    const folders = { source: join(root, build, "src"), home: join(root, build, "home"), temporary: "", secondary: {} };
    mkdirSync(folders.source, { recursive: true });
    return openCache(join(root, "cache"), { ...rules, paths }, folders, { BRANCH: "main" });
  }

  it("keeps the files of its paths in the source and in the home folder, and no other", () => {
    write("one/src/keep/a", "a");
    write("one/src/other", "other");
    write("one/home/.m2/b", "b");
    const paths = ["keep/**/*", "/root/.m2/**/*", "/var/lib/c"];
    assert.equal(open("one", {}, paths).save(), 2);
    assert.equal(open("two", {}, paths).restore(), 2);
    assert.equal(readFileSync(join(root, "two/home/.m2/b"), "utf8"), "b");
    assert.equal(existsSync(join(root, "two/src/other")), false);
    assert.deepEqual(unkeptPaths({ paths }), ["/var/lib/c"]);
  });

  it("without a key takes the place of the last one", () => {
    write("one/src/keep/a", "a");
    write("two/src/keep/b", "b");
    open("one", {}).save();
    open("two", {}).save();
    assert.equal(open("three", {}).restore(), 1);
    assert.deepEqual(readdirSync(join(root, "three/src/keep")), ["b"]);
  });

  it("has one folder for each key, with variables, and stays as it is", () => {
    write("one/src/keep/a", "a");
    write("two/src/keep/b", "b");
    assert.equal(open("one", { key: "npm-$BRANCH" }).save(), 1);
    assert.equal(open("two", { key: "npm-$BRANCH" }).save(), 0);
    assert.deepEqual(readdirSync(join(root, "cache")), ["npm-main"]);
  });

  it("falls back to the newest cache whose key begins with a fallback key", () => {
    for (const [index, key] of ["npm-1", "npm-2", "pip-1"].entries()) {
      write(`${key}/src/keep/${key}`, key);
      open(key, { key }).save();
      utimesSync(join(root, "cache", key), index, index);
    }
    assert.equal(open("new", { key: "npm-3", "fallback-keys": ["none-", "npm-"] }).restore(), 1);
    assert.deepEqual(readdirSync(join(root, "new/src/keep")), ["npm-2"]);
    assert.equal(open("other", { key: "npm-3" }).restore(), 0);
  });

  it("only restores, or only saves, as its action says", () => {
    write("one/src/keep/a", "a");
    assert.equal(open("one", { action: "restore" }).save(), 0);
    assert.equal(open("one", { action: "save" }).save(), 1);
    assert.equal(open("two", { action: "save" }).restore(), 0);
  });
});
