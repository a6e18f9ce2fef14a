import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { readTable } from "../../policy/iam/table-file";
import { npm, root, succeed } from "../support/command";
import { docsFolder } from "../tools/docs-package";

interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const always = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];

const packages = {
  ".": [
    ...always,
    // Settings files name the schemas by their path in this package.
    ...files("docs/schemas"),
    "docs/stack.schema.json",
    // One file for an entry point, and one for the types of both.
    ...["index", "network/index", "shared"].map((name) => `bin/components/${name}.d.ts`),
    // Pulumi starts the provider of other languages in this folder.
    ...["PulumiPlugin.yaml", "package.json"].map((name) => `components/provider/${name}`),
    "bin/components/provider/schema.json.br",
  ],
  policy: [
    ...always,
    "PulumiPolicy.yaml",
    ...["baseline", "recommended", "strict"].map((name) => `config/${name}.json`),
    "bin/iam/actions.json.br",
    "bin/iam/managed-policy-documents.json.br",
    // Declarations of the lists of rules and of the reader of documents. A single rule cannot be imported.
    ...["rules/index", "iam/index", "shared"].map((name) => `bin/${name}.d.ts`),
  ],
};

const bounds: Readonly<Record<string, number>> = { ".": 600_000, policy: 250_000 };

for (const [folder, expected] of Object.entries(packages)) {
  const bound = bounds[folder] ?? 0;
  describe(`the package of ${folder === "." ? "the root" : folder}`, () => {
    const manifest = read(join(folder, "package.json"));
    let packed: Packed;

    before(async () => {
      packed = await pack(folder);
    });

    it("holds exactly the files that it should", () => {
      const others = packed.files.map(({ path }) => path).filter((path) => !isCompiled(path));
      assert.deepEqual(others.sort(), [...expected].sort());
    });

    it("holds modules under their own name, or in a file that several share", () => {
      const compiled = packed.files.map(({ path }) => path).filter(isCompiled);
      assert.deepEqual(
        compiled.filter((path) => !/\bshared\d*\.js$/.test(path) && !hasSource(folder, path)),
        [],
      );
    });

    it("holds the modules that its JavaScript loads", () => {
      // A Lambda function has its settings from the component that creates it.
      const compiled = packed.files
        .map(({ path }) => path)
        .filter((path) => isCompiled(path) && !path.includes("log-tail-function"));
      const loaded = compiled.flatMap((path) =>
        [...text(join(folder, path)).matchAll(/\brequire(?:\.resolve)?\("(\.[^"]+)"\)/g)].map(([, to = ""]) =>
          normalize(join(dirname(path), to)),
        ),
      );
      const paths = new Set(packed.files.map(({ path }) => path));
      assert.ok(loaded.length > 10);
      assert.deepEqual(
        loaded.filter((path) => !paths.has(path)),
        [],
      );
    });

    it(`is smaller than ${bound / 1000} kB`, () => {
      assert.ok(packed.size < bound, `${packed.size} bytes`);
    });

    it("holds no source map", () => {
      const paths = packed.files.map(({ path }) => path);
      assert.deepEqual(
        paths.filter((path) => path.endsWith(".map")),
        [],
      );
    });

    it("holds every declaration that another one needs", () => {
      const declarations = packed.files.map(({ path }) => path).filter((path) => path.endsWith(".d.ts"));
      const needed = declarations.flatMap((path) =>
        [...text(join(folder, path)).matchAll(/(?:from |import\()["'](\.[^"']+)["']/g)].map(
          ([, to = ""]) => `${normalize(join(dirname(path), to)).replace(/\.js$/, "")}.d.ts`,
        ),
      );
      assert.deepEqual(
        needed.filter(
          (path) => !declarations.includes(path) && !declarations.includes(path.replace(".d.ts", "/index.d.ts")),
        ),
        [],
      );
    });

    it("exports what exists, types first", () => {
      const paths = new Set(packed.files.map(({ path }) => `./${path}`));
      for (const target of Object.values(manifest.exports)) {
        const named: string[] = typeof target === "string" ? [target] : Object.values(Object(target));
        assert.deepEqual(
          named.filter((path) => !paths.has(path) && !path.includes("*")),
          [],
        );
        assert.deepEqual(
          typeof target === "string" ? [] : Object.keys(Object(target)),
          typeof target === "string" ? [] : ["types", "default"],
        );
      }
      assert.ok(paths.has(`./${manifest.main}`));
    });

    it("runs nothing when somebody installs it", () => {
      assert.deepEqual(
        Object.keys(manifest.scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name)),
        [],
      );
    });

    it("takes the SDK from who installs it", () => {
      const { "@pulumi/pulumi": dependency } = manifest.dependencies;
      assert.equal(dependency, undefined);
      assert.equal(manifest.peerDependencies["@pulumi/pulumi"], "^3.204.0");
    });

    it("names no registry: who publishes does, by the environment", () => {
      assert.deepEqual(manifest.publishConfig, { access: "restricted" });
      assert.equal(existsSync(join(root, folder, ".npmrc")), false);
      assert.doesNotMatch(JSON.stringify(manifest), /_authToken|https?:\/\//);
    });

    it("has the licence and the version of the other", () => {
      assert.equal(text(join(folder, "LICENSE")), text("LICENSE"));
      assert.equal(manifest.version, read("package.json").version);
    });
  });
}

describe("the package of the documentation", () => {
  const docs = `${read("package.json").name}-docs`;
  let packed: Packed;

  before(async () => {
    packed = await pack(docsFolder);
  });

  it("holds the pages, the schemas, the examples and the settings of the stacks, at their paths", () => {
    const expected = [
      ...always,
      "CONTRIBUTING.md",
      ...["dev", "prod", "staging"].map((stack) => `Pulumi.${stack}.yaml`),
      ...files("docs").filter((path) => path !== "docs/tsconfig.json" && !path.startsWith("docs/api/")),
      ...files("examples"),
    ];
    assert.deepEqual(packed.files.map(({ path }) => path).sort(), expected.sort());
  });

  it("has no link that leads nowhere in its pages, the README of the root included", () => {
    assert.deepEqual(deadLinks(docsFolder, packed), []);
    assert.equal(text(join(docsFolder, "README.md")), text("README.md"));
  });

  it("holds the page and the heading that each rule names", async () => {
    const { rules } = await import("@platform/aws-pipelines-policy/rules");
    const page = text(join(docsFolder, "docs/policies.md"));
    const missing = rules.filter(
      ({ name, url }) => url !== `${docs}/docs/policies.md#${name}` || !page.includes(`\n### ${name}\n`),
    );
    assert.deepEqual(
      missing.map(({ url }) => url),
      [],
    );
  });

  it("has the name, version, licence and access of the root, and no script", () => {
    const { version, license, publishConfig } = read("package.json");
    const { description, ...others } = read(join(docsFolder, "package.json"));
    assert.deepEqual(others, { name: docs, version, license, publishConfig });
    assert.match(description, /@platform\/aws-pipelines/);
  });
});

describe("the package of the root", () => {
  it("leaves the provider and its versions to its consumers, and needs the package of awsx nowhere", () => {
    const { peerDependencies, dependencies } = read("package.json");
    assert.deepEqual(peerDependencies, {
      "@pulumi/aws": "^7.0.0",
      "@pulumi/pulumi": "^3.204.0",
    });
    const ours = ["@grpc/grpc-js", "@platform/aws-pipelines-policy", "ajv", "google-protobuf", "yaml", "zod"];
    assert.deepEqual(Object.keys(dependencies), ours);
  });
});

describe("the package of policy", () => {
  it("holds the tables of the repository, compressed", () => {
    for (const name of ["actions", "managed-policy-documents"]) {
      assert.deepEqual(readTable(join(root, `policy/bin/iam/${name}.json`)), read(`policy/iam/${name}.json`));
    }
  });

  it("has no link that leads nowhere in its pages", async () => {
    assert.deepEqual(deadLinks("policy", await pack("policy")), []);
  });

  it("exports its rules and its reader of IAM documents, and not the main that starts a pack", async () => {
    assert.deepEqual(Object.keys(read("policy/package.json").exports), ["./rules", "./iam", "./package.json"]);
    const { rules } = await import("@platform/aws-pipelines-policy/rules");
    assert.ok(rules.length > 20);
    const { readDocument } = await import("@platform/aws-pipelines-policy/iam");
    assert.equal(readDocument({ path: "policy", value: { Statement: { Effect: "Allow" } } }).statements.length, 1);
    assert.throws(() => require.resolve("@platform/aws-pipelines-policy"), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
  });
});

/** Links of packed pages that lead to no packed file. */
function deadLinks(folder: string, { files }: Packed): string[] {
  const paths = files.map(({ path }) => path);
  return paths
    .filter((path) => path.endsWith(".md"))
    .flatMap((page) =>
      [...text(join(folder, page)).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, link = ""]) => normalize(join(dirname(page), link)))
        .filter((target) => !paths.some((path) => path === target || path.startsWith(`${target}/`)))
        .map((target) => `${page} links to ${target}`),
    );
}

const packs = new Map<string, Promise<Packed>>();

/** The files that npm would publish from a folder, listed once. */
function pack(folder: string): Promise<Packed> {
  const packed = packs.get(folder) ?? list(folder);
  packs.set(folder, packed);
  return packed;
}

async function list(folder: string): Promise<Packed> {
  const { stdout } = await succeed(
    npm(["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: join(root, folder) }),
  );
  return JSON.parse(stdout)[0];
}

/** Files of a folder of the repository and below. */
function files(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** JavaScript of the package itself. Examples are JavaScript too. */
function isCompiled(path: string): boolean {
  return path.startsWith("bin/") && path.endsWith(".js");
}

/** The code of a Lambda function is JavaScript, because Lambda runs it as it is. */
function hasSource(folder: string, path: string): boolean {
  const source = join(root, folder, path.replace("bin/", ""));
  return existsSync(source) || existsSync(source.replace(/\.js$/, ".ts"));
}

function text(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function read(path: string) {
  return JSON.parse(text(path));
}
