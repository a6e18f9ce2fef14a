import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNode } from "../../../components/recipes/shell";
import { findForbiddenBlocks } from "../../../components/recipes/terraform-files";

/** The text of a file, and the number of reasons to refuse it. */
const native: readonly [string, number][] = [
  ['terraform {\n  backend "s3" {}\n}\n', 0],
  ['terraform { backend "s3" {\n\n} }', 0],
  ['backend /* x */ "s3" { profile = "x" }', 1],
  ['backend "s3" {\n  key = 1\n}', 1],
  ["backend s3 {\n}", 1],
  ['backend "http" {}', 1],
  ['resource "aws_lb" "backend" {}\nmodule "backend" {}\nvariable "backend" {}\nlocals {\n  backend = { a = 1 }\n}', 0],
  ["  cloud {\n    organization = 1\n  }", 1],
  ["cloud /* */ {\n}", 1],
  ['provisioner "local-exec" {', 1],
  ['data "external" "x" {', 1],
  ["data external x {", 1],
  ['data "\\u0065xternal" "x" {', 1],
  ['data # a comment\n "external" "x" {', 1],
  ['ephemeral "external" "x" {', 1],
  ['key_provider "external" "x" {', 1],
  ['data "aws_iam_policy" "external" {}', 0],
  ['resource "x" "y" {\n  external = true\n}', 0],
  ['exec {\n  command = "aws"\n}', 1],
  ["exec /* */ {\n}", 1],
  ['# to exec something\nresource "a" "b" {}\nlocals {\n  x = "ssm exec"\n}', 0],
  ['provider "aws" {\n  shared_config_files = ["x"]\n}', 1],
  ['provider "aws" {\n  shared_credentials_file = "x"\n}', 1],
];
const json: readonly [string, number][] = [
  ['{"terraform":{"backend":{"s3":{}}}}', 0],
  ['{"terraform":{"backend":{"s3":{"key":"x"}}}}', 1],
  ['{"terraform":[{"backend":[{"http":{}}]}]}', 1],
  ['{"terraform":{"cloud":{"organization":"x"}}}', 1],
  ['{"data":{"\\u0065xternal":{"x":{"program":["x"]}}}}', 1],
  ['{"resource":{"x":{"y":{"provisioner":[{"local-exec":{"command":"x"}}]}}}}', 1],
  ['{"resource":{"aws_s3_bucket":{"assets":{"bucket":"x"}}}}', 0],
];

describe("The text of a Terraform module", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "module-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function reasons(name: string, text: string): string[] {
    writeFileSync(join(folder, name), text);
    const program = [`(${findForbiddenBlocks.toString()})(require("node:fs"), process.argv[1]);`];
    const { stderr } = spawnSync("bash", ["-c", runNode(program, folder)], { encoding: "utf8" });
    return stderr.split("\n").slice(1, -1);
  }

  for (const [name, cases] of Object.entries({ "main.tf": native, "x.tf.json": json })) {
    for (const [text, count] of cases) {
      it(`${count === 0 ? "passes" : "is refused"} in ${name}: ${JSON.stringify(text)}`, () => {
        const found = reasons(name, text);
        assert.equal(found.length, count, found.join("\n"));
        assert.ok(found.every((line) => line.startsWith(`${folder}/${name}: `)));
      });
    }
  }
});
