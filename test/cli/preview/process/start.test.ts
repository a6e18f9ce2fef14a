import assert from "node:assert/strict";
import { placeholder } from "../../../../cli/preview/base/placeholder";
import { UNKNOWN } from "../../../../cli/preview/base/property-value";
import { HEAP_GROWTH } from "../../../../cli/preview/process/heap-growth";
import { startProgram } from "../../../../cli/preview/process/program";
import { startComponentProvider } from "../../../../cli/preview/process/start-component-provider";
import { startDynamicProvider } from "../../../../cli/preview/process/start-dynamic-provider";
import { servesStacksInTurn, startPolicyPack } from "../../../../cli/preview/process/start-policy-pack";
import { startServer } from "../../../../cli/preview/process/start-server";
import type { Config } from "../../../../cli/preview/project/config";
import type { Project } from "../../../../cli/preview/project/project";
import { removeTemporaryDirectories, temporaryDirectory } from "../support/temporary";

const config: Config = {
  values: new Map([
    ["shop:size", "small"],
    ["shop:token", placeholder("secret")],
  ]),
  secretKeys: ["shop:token"],
  unknownKeys: [],
  environments: [],
  environmentKeys: [],
} as unknown as Config;

/** A directory with a module of the SDK that runs this code. */
const withModule = (module: string, code: string, files: Readonly<Record<string, string>> = {}) =>
  temporaryDirectory({ [`node_modules/@pulumi/pulumi/cmd/${module}/index.js`]: code, ...files });

const projectIn = (directory: string): Project =>
  ({
    name: "shop",
    root: directory,
    programDirectory: directory,
    entryPoint: "index.ts",
    runtime: { language: "nodejs", nodeArgs: [], env: { PULUMI_NODEJS_TYPESCRIPT: "true" } },
    packages: new Map(),
  }) as unknown as Project;

const printAll = "console.log(JSON.stringify({ args: process.argv.slice(2), env: process.env, cwd: process.cwd() }));";

describe("a program", () => {
  afterEach(removeTemporaryDirectories);

  it("gets the preview's argument for its heap, which it does not see, before its own arguments, which win", async () => {
    const print = "console.log(JSON.stringify([process.execArgv, process.report.getReport().header.commandLine]));";
    const project = projectIn(withModule("run", print));
    const nodeArgs = ["--heap-growing-percent=90"];
    const lines: string[] = [];
    const stack = { organization: "acme", name: "dev" } as Parameters<typeof startProgram>[0]["stack"];
    const running = startProgram(
      {
        project: { ...project, runtime: { ...project.runtime, nodeArgs } },
        stack,
        config,
        engineAddress: "127.0.0.1:9",
      },
      (_, line) => lines.push(line),
      () => undefined,
    );
    assert.deepEqual(await running.ended, { code: 0, signal: null });
    const [seen, [, ...given]] = JSON.parse(lines.join(""));
    assert.deepEqual(seen, nodeArgs);
    assert.deepEqual(given.slice(0, 2), [HEAP_GROWTH, ...nodeArgs]);
  });

  it("starts with the arguments and the environment that the CLI gives", async () => {
    const directory = withModule("run", printAll);
    const lines: string[] = [];
    const stack = { organization: "acme", name: "dev" } as Parameters<typeof startProgram>[0]["stack"];
    const running = startProgram(
      { project: projectIn(directory), stack, config, engineAddress: "127.0.0.1:9" },
      (_, line) => lines.push(line),
      () => undefined,
    );
    assert.deepEqual(await running.ended, { code: 0, signal: null });
    const { args, env, cwd } = JSON.parse(lines.join(""));
    const parallel = args.indexOf("--parallel");
    assert.match(args[parallel + 1], /^\d+$/);
    assert.equal(Number(args[parallel + 1]) % 4, 0);
    assert.deepEqual(args.toSpliced(parallel, 2), [
      ...["--monitor", "127.0.0.1:9", "--engine", "127.0.0.1:9", "--organization", "acme", "--project", "shop"],
      ...["--root-directory", directory, "--stack", "dev", "--pwd", directory, "--dry-run", "index.ts"],
    ]);
    assert.equal(cwd, directory);
    assert.equal(env.PULUMI_NODEJS_TYPESCRIPT, "true");
    assert.deepEqual(JSON.parse(env.PULUMI_CONFIG), {
      "shop:config:size": "small",
      "shop:config:token": placeholder("secret"),
    });
    assert.deepEqual(JSON.parse(env.PULUMI_CONFIG_SECRET_KEYS), ["shop:token"]);
  });
});

describe("a program in YAML", () => {
  afterEach(removeTemporaryDirectories);

  it("is run by the preview's own module, which finds the schema loader and its packages", async () => {
    const directory = withModule("run", printAll, { "node_modules/@pulumi/pulumi/package.json": "{}" });
    const lines: string[] = [];
    const project = {
      ...projectIn(directory),
      runtime: { language: "yaml", nodeArgs: [], env: { PULUMI_NODEJS_TYPESCRIPT: "false" } },
      packages: new Map([["aws-pipelines", "/provider"]]),
    } as unknown as Project;
    const stack = { organization: "acme", name: "dev" } as Parameters<typeof startProgram>[0]["stack"];
    const running = startProgram(
      { project, stack, config, engineAddress: "127.0.0.1:9" },
      (_, line) => lines.push(line),
      () => undefined,
    );
    assert.deepEqual(await running.ended, { code: 0, signal: null });
    const { args, env } = JSON.parse(lines.join(""));
    assert.match(args.at(-1), /bin\/cli\/preview\/yaml\/program\.js$/);
    assert.deepEqual(JSON.parse(env.AWS_PIPELINES_YAML_LOADER), {
      address: "127.0.0.1:9",
      packages: ["aws-pipelines"],
    });
    assert.equal(env.PULUMI_NODEJS_TYPESCRIPT, "false");
  });
});

describe("a policy pack", () => {
  afterEach(removeTemporaryDirectories);

  const context = { project: "shop", organization: "acme", stack: "dev", config, engineAddress: "127.0.0.1:9" };
  const start = (code: string, yaml = "runtime: nodejs\nversion: 1.2.3\n") => {
    const lines: string[] = [];
    const directory = withModule("run-policy-pack", code, { "PulumiPolicy.yaml": yaml });
    const started = startPolicyPack(directory, context, (_, line) => lines.push(line));
    return { directory, started, lines };
  };

  it("listens at the port in its first line, and is heard from then on", async () => {
    const { directory, started, lines } = start(`console.log(4321); ${printAll}`);
    assert.equal(await started.address, "127.0.0.1:4321");
    await started.running.ended;
    const { args, env, cwd } = JSON.parse(lines.join(""));
    assert.deepEqual([args, cwd, started.directory], [["127.0.0.1:9", directory], directory, directory]);
    assert.equal(started.statedVersion, "1.2.3");
    assert.deepEqual(
      [env.PULUMI_NODEJS_ORGANIZATION, env.PULUMI_NODEJS_PROJECT, env.PULUMI_NODEJS_STACK, env.PULUMI_NODEJS_DRY_RUN],
      ["acme", "shop", "dev", "true"],
    );
    assert.deepEqual(JSON.parse(env.PULUMI_CONFIG), { "shop:size": "small", "shop:token": UNKNOWN });
  });

  it("that serves stacks in turn is told none at its start", async () => {
    const directory = withModule("run-policy-pack", `console.log(4321); ${printAll}`, {
      "PulumiPolicy.yaml": "runtime: nodejs\nservesStacksInTurn: true\n",
    });
    assert.equal(servesStacksInTurn(directory), true);
    const lines: string[] = [];
    await startPolicyPack(directory, undefined, (_, line) => lines.push(line)).running.ended;
    const { args, env } = JSON.parse(lines.join(""));
    assert.deepEqual(args, ["127.0.0.1:1", directory]);
    assert.deepEqual(
      [env.PULUMI_NODEJS_STACK, env.PULUMI_NODEJS_PROJECT, env.PULUMI_CONFIG],
      [undefined, undefined, undefined],
    );
    assert.equal(servesStacksInTurn(start("").directory), false);
  });

  it("must print its port before anything else", async () => {
    const { started } = start("console.log('hello'); console.log(4321);");
    await assert.rejects(started.address, {
      name: "PreviewError",
      message: /its first line of output must be its port, not "hello"/,
    });
  });

  it("must exist", () => {
    const directory = temporaryDirectory();
    assert.throws(() => startPolicyPack(directory, context, () => undefined), {
      name: "PreviewError",
      message: `--policy-pack ${directory}: no PulumiPolicy.yaml in ${directory}`,
    });
  });

  it("must make a PolicyPack, and shows why it does not load", async () => {
    await assert.rejects(start("").started.address, { message: /ended without a PolicyPack/ });
    await assert.rejects(start("console.error('no such module'); process.exit(1);").started.address, {
      message: /does not load:\nno such module$/,
    });
  });
});

describe("the server of dynamic providers", () => {
  afterEach(removeTemporaryDirectories);

  const start = (code: string) => {
    const lines: string[] = [];
    const directory = withModule("dynamic-provider", code);
    return {
      started: startDynamicProvider(projectIn(directory), "127.0.0.1:9", (stream, line) =>
        lines.push(`${stream}: ${line}`),
      ),
      lines,
    };
  };

  it("listens at the first port that it prints; all other lines are the program's", async () => {
    const { started, lines } = start(
      "console.log('hello'); console.log(process.argv.length - 2, process.argv[2]); console.log(4321); console.log(1);",
    );
    assert.equal(await started.address, "127.0.0.1:4321");
    await started.running.ended;
    assert.deepEqual(lines, ["stdout: hello", "stdout: 1 127.0.0.1:9", "stdout: 1"]);
  });

  it("must listen before it ends", async () => {
    await assert.rejects(start("").started.address, {
      name: "PreviewError",
      message: "the server of dynamic providers ended before it listened",
    });
  });
});

describe("the provider of a package of the project", () => {
  afterEach(removeTemporaryDirectories);

  const start = (code: string, runtime = "runtime: nodejs\n", name = "shop") => {
    const lines: string[] = [];
    const directory = withModule("run-plugin", code, { "PulumiPlugin.yaml": runtime });
    const project = { ...projectIn(directory), packages: new Map([["shop", directory]]) };
    const started = startComponentProvider(project, name, "127.0.0.1:9", (_, line) => lines.push(line));
    return { directory, started, lines };
  };

  it("starts with its folder and the address of the engine, in the folder of the project", async () => {
    const { directory, started, lines } = start(
      `console.log(4321); ${printAll}`,
      "runtime: { name: nodejs, options: { typescript: false } }\n",
    );
    assert.equal(await started?.address, "127.0.0.1:4321");
    await started?.running.ended;
    const { args, env, cwd } = JSON.parse(lines.join(""));
    assert.deepEqual([args, cwd], [[directory, "127.0.0.1:9"], directory]);
    assert.equal(env.PULUMI_NODEJS_TYPESCRIPT, process.env.PULUMI_NODEJS_TYPESCRIPT);
  });

  it("does not start for other packages, and for providers of other languages", () => {
    assert.equal(start("", "runtime: nodejs\n", "aws").started, undefined);
    assert.equal(start("", "runtime: python\n").started, undefined);
  });

  it("must listen before it ends", async () => {
    const { started, directory } = start("");
    await assert.rejects(started?.address ?? Promise.resolve(), {
      name: "PreviewError",
      message: `the provider in ${directory} ended before it listened`,
    });
  });
});

describe("a server of the SDK", () => {
  afterEach(removeTemporaryDirectories);

  it("has the address of its port", async () => {
    const directory = withModule("serve", "console.log(4321);");
    const module = {
      ...{ module: "@pulumi/pulumi/cmd/serve", directory, cwd: directory },
      ...{ nodeArgs: [], args: [], env: {} },
    };
    assert.equal(await startServer(module, "the server", () => undefined).address, "127.0.0.1:4321");
  });
});
