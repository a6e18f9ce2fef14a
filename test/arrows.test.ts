import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { edgesOf, root, sourceFiles, targetOf } from "./support/source-files";

const sources = [...["components", "policy", "cli", "test"].flatMap(sourceFiles), "index.ts"];
const edges = new Map(sources.map((file) => [file, edgesOf(file)]));

/**
 * The order of the house: the files of a folder import from their own folder and from folders listed before it. A
 * folder below a listed one belongs to it unless the list names it.
 */
const order: Readonly<Record<string, readonly string[]>> = {
  components: [
    "schema",
    "aws",
    "iam",
    "connections",
    "network",
    "storage",
    "registries",
    "notifications",
    "codebuild",
    "codecommit",
    "codedeploy",
    "recipes",
    "actions/base",
    "actions/*",
    "actions/rules",
    "actions",
    "infrastructure",
    "pipelines/definition",
    "pipelines/validation",
    "pipelines/plan",
    "pipelines/render",
    "pipelines/aws-form",
    "pipelines",
    "destroy",
    "delivery",
    "fleet",
    "provider",
    "",
  ],
  policy: ["iam", "lib/facts", "lib/rule", "lib/*", "rules/*", "rules", ""],
  cli: ["preview", "insight", "build", "fleet", "report", "commands", ""],
};

/** Imports from one house into another. Components and policies never import each other. */
const crossings: readonly { from: RegExp; to: RegExp }[] = [
  { from: /^cli\/insight\//, to: /^policy\/iam\// },
  { from: /^cli\/(build|fleet|commands)\//, to: /^components\// },
  { from: /^cli\/preview\/(yaml|project)\//, to: /^components\/schema\// },
];

describe("the house", () => {
  it("lists every folder", () => {
    const unlisted = sources.filter((file) => !file.startsWith("test/") && file !== "index.ts" && rankOf(file) < 0);
    assert.deepEqual(unlisted, []);
  });

  it("has imports that go to folders listed before", () => {
    const wrong = sources
      .filter((file) => !file.startsWith("test/"))
      .flatMap((file) =>
        localTargets(file)
          .filter((target) => !mayImport(file, target))
          .map((target) => `${file} imports ${target}`),
      );
    assert.deepEqual(wrong, []);
  });

  it("keeps pure files free of Pulumi, of components and of the machine", () => {
    const allowed = ["zod", "yaml", "node:crypto"];
    const impure = sources.filter(isPure).flatMap((file) =>
      (edges.get(file) ?? [])
        .filter(({ target, value }) => value && !target.startsWith(".") && !allowed.includes(target))
        .map(({ target }) => `${file} imports ${target}`)
        .concat(
          localTargets(file, true)
            .filter((target) => !isPure(target))
            .map((target) => `${file} imports the component ${target}`),
        ),
    );
    assert.deepEqual(impure, []);
  });

  it("keeps the reader of IAM documents free of every SDK", () => {
    const outside = sources
      .filter((file) => file.startsWith("policy/iam/"))
      .flatMap((file) =>
        (edges.get(file) ?? [])
          .filter(({ target }) => !target.startsWith("./") && !target.startsWith("node:"))
          .map(({ target }) => `${file} imports ${target}`),
      );
    assert.deepEqual(outside, []);
  });

  it("never loads all of AWS for a part of it", () => {
    const whole = sources.filter((file) =>
      edges.get(file)?.some(({ target, value }) => value && target === "@pulumi/aws"),
    );
    // Programs of other people do so, and the preview must bear it.
    assert.deepEqual(
      whole.filter((file) => !file.startsWith("test/fixtures/")),
      [],
    );
  });

  it("re-exports names one by one", () => {
    const stars = sources.filter((file) => /^export \* from/m.test(readFileSync(join(root, file), "utf8")));
    assert.deepEqual(stars, []);
  });
});

/** The place of a file's folder in the order of its house; -1 for a folder that the list does not name. */
function rankOf(file: string): number {
  const [house = "", ...rest] = dirname(file).split("/");
  const ranks = order[house] ?? [];
  for (let depth = rest.length; depth >= 0; depth -= 1) {
    const folder = rest.slice(0, depth).join("/");
    const named = ranks.indexOf(folder);
    if (named >= 0 && (folder !== "" || rest.length === 0)) {
      return named;
    }
    const any = depth > 0 ? ranks.indexOf([...rest.slice(0, depth - 1), "*"].join("/")) : -1;
    if (any >= 0) {
      return any;
    }
  }
  return -1;
}

function mayImport(file: string, target: string): boolean {
  if (file === "index.ts") {
    return target === "components/index.ts";
  }
  const houses = [file, target].map((path) => path.split("/")[0]);
  if (houses[0] !== houses[1]) {
    return crossings.some(({ from, to }) => from.test(file) && to.test(target));
  }
  return dirname(file) === dirname(target) || rankOf(target) <= rankOf(file);
}

/** The entry points of the package, which only list names. */
const entries = ["components/index.ts", "components/network/index.ts"];

/** A file of `components` that knows nothing of Pulumi, not even its types. */
function isPure(file: string): boolean {
  const importsPulumi = edges.get(file)?.some(({ target }) => target.startsWith("@pulumi/"));
  return file.startsWith("components/") && !entries.includes(file) && !importsPulumi;
}

function localTargets(file: string, valuesAlone = false): string[] {
  return (edges.get(file) ?? [])
    .filter(({ target, value }) => target.startsWith(".") && (value || !valuesAlone))
    .map(({ target }) => targetOf(file, target, (path) => edges.has(path)));
}
