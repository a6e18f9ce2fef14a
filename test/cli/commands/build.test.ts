import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { BuildTarget } from "../../../cli/build/project";
import { type BuildSettings, buildCommand } from "../../../cli/commands/build";
import { PreviewError } from "../../../cli/preview/base/error";
import { runBuildProject, sampleTarget, withoutTimes } from "../../support/build-project";

/** State of a process, as Linux shows it. */
function statOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, "utf8");
}

describe("aws-pipelines build", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "build-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function repository(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }

  async function build(
    buildspec: string,
    settings: Partial<BuildSettings> = {},
    project: Partial<BuildTarget> = {},
    signal = new AbortController().signal,
  ) {
    repository({ "buildspec.yml": buildspec });
    const env = {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: "AKIA-OF-CALLER",
      AWS_PROFILE: "admin",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://localhost/credentials",
      GITHUB_TOKEN: "token-of-caller",
    };
    const run = await runBuildProject({ ...sampleTarget, ...project }, { from: folder, ...settings }, env, signal);
    return { ...run, lines: withoutTimes(run.stdout).trimEnd().split("\n") };
  }

  it("runs the phases in order and tells each command, its status and the upload", async () => {
    repository({ "src/a.txt": "a", "src/deep/b.txt": "b" });
    const { status, lines } = await build(`
phases:
  post_build: { commands: [echo done] }
  install: { commands: [export GREETING=hello, cd src] }
  build: { commands: ['echo "$GREETING $(basename "$PWD")"', 'cp a.txt c.txt'] }
artifacts: { base-directory: src, files: ["**/*"], exclude-paths: [a.txt] }
`);
    assert.deepEqual(
      [status, ...lines],
      [
        0,
        "The build sees no AWS credential.",
        "install",
        "$ export GREETING=hello",
        "✓ 0.0 s",
        "$ cd src",
        "✓ 0.0 s",
        "build",
        '$ echo "$GREETING $(basename "$PWD")"',
        "hello src",
        "✓ 0.0 s",
        "$ cp a.txt c.txt",
        "✓ 0.0 s",
        "post_build",
        "$ echo done",
        "done",
        "✓ 0.0 s",
        "",
        "artifact: CodeBuild uploads 2 files",
        "  c.txt  (src/c.txt)",
        "  deep/b.txt  (src/deep/b.txt)",
        "✓ shop succeeds, 5 commands, 0.0 s",
      ],
    );
    assert.equal(existsSync(join(folder, "src/c.txt")), false, "the source stays as it is");
  });

  it("shows no credential, home folder or other variable of the caller to the build", async () => {
    const { stdout } = await build("phases: { build: { commands: [env, 'ls -A \"$HOME\"'] } }");
    assert.doesNotMatch(stdout, /AKIA-OF-CALLER|AWS_PROFILE|AWS_CONTAINER|token-of-caller/);
    assert.doesNotMatch(stdout, new RegExp(`^HOME=${process.env.HOME ?? "none"}$`, "m"));
    assert.match(stdout, /^AWS_EC2_METADATA_DISABLED=true$/m);
    assert.match(stdout, /^AWS_SHARED_CREDENTIALS_FILE=.*no-credentials$/m);
    assert.match(stdout, /^CODEBUILD_BUILD_ARN=arn:aws:codebuild:us-east-1:111122223333:build\/shop:[\da-f-]{36}$/m);
  });

  it("shows the credentials with --allow-aws, and still no other secret", async () => {
    const { stdout } = await build("phases: { build: { commands: [env] } }", { allowsAws: true });
    assert.match(stdout, /^AWS_ACCESS_KEY_ID=AKIA-OF-CALLER$/m);
    assert.doesNotMatch(stdout, /token-of-caller|AWS_EC2_METADATA_DISABLED/);
  });

  const failing = (phase: string, more = "") =>
    `phases:
  install: { commands: [echo in] }
  pre_build: { commands: [${phase === "pre_build" ? "exit 4, echo never" : "echo pre"}], finally: [echo cleaned]${phase === "pre_build" ? more : ""} }
  build: { commands: [${phase === "build" ? "exit 4, echo never" : "echo built"}]${phase === "build" ? more : ""} }
  post_build: { commands: ['echo "succeeding $CODEBUILD_BUILD_SUCCEEDING"'] }
`;
  const outputs = ["in", "pre", "never", "cleaned", "built", "succeeding 0", "succeeding 1"];
  const failures: readonly (readonly [name: string, buildspec: string, printed: string[]])[] = [
    ["ends after a failed pre_build phase and its finally", failing("pre_build"), ["in", "cleaned"]],
    ["goes from a failed build phase to post_build", failing("build"), ["in", "pre", "cleaned", "succeeding 0"]],
    ["ends at once for ABORT", failing("build", ", on-failure: ABORT"), ["in", "pre", "cleaned"]],
    [
      "goes on for CONTINUE",
      failing("pre_build", ", on-failure: CONTINUE"),
      ["in", "cleaned", "built", "succeeding 0"],
    ],
  ];
  for (const [name, buildspec, printed] of failures) {
    it(name, async () => {
      const { status, lines } = await build(buildspec);
      assert.equal(status, 1);
      assert.deepEqual(
        lines.filter((line) => outputs.includes(line)),
        printed,
      );
      assert.ok(lines.includes("✗ exit status 4, 0.0 s"));
    });
  }

  it("starts the build again in a fresh copy for RETRY, as often as it says", async () => {
    const { status, lines } = await build(
      "phases: { build: { on-failure: RETRY-2-exit status 1, commands: [test ! -e mark && touch mark, exit 1] } }",
    );
    assert.equal(status, 1);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("on-failure") || line.startsWith("✗")),
      [
        "✗ exit status 1, 0.0 s",
        "on-failure starts the build again, retry 1",
        "✗ exit status 1, 0.0 s",
        "on-failure starts the build again, retry 2",
        "✗ exit status 1, 0.0 s",
        "✗ shop fails in build, 2 commands, 0.0 s",
      ],
    );
  });

  it("collects secondary artifacts, discards paths, finds reports, and writes the artifacts to a folder", async () => {
    const output = join(folder, "collected");
    const { status, lines } = await build(
      `
phases: { build: { commands: ['mkdir -p out/x out/y junit', 'echo 1 > out/x/one.js', 'echo 2 > out/y/two.css', 'echo > junit/r.xml'] } }
reports:
  tests: { files: ["junit/*.xml"] }
  coverage: { files: [clover.xml], file-format: CLOVERXML }
artifacts:
  files: ["nothing/*"]
  secondary-artifacts:
    scripts: { base-directory: out, files: ["**/*.js"], discard-paths: yes }
    styles: { files: ["out/**/*.css"] }
`,
      { output },
    );
    assert.equal(status, 1);
    assert.deepEqual(lines.slice(lines.indexOf("") + 1), [
      "report tests: CodeBuild uploads 1 file",
      "  junit/r.xml",
      "report coverage: no file matches",
      "artifact: no file matches",
      "artifact scripts: CodeBuild uploads 1 file",
      "  one.js  (out/x/one.js)",
      "artifact styles: CodeBuild uploads 1 file",
      "  out/y/two.css",
      "✗ shop fails at its artifacts, 4 commands, 0.0 s",
    ]);
    assert.equal(readFileSync(join(output, "scripts/one.js"), "utf8"), "1\n");
    assert.deepEqual(readdirSync(join(output, "styles/out/y")), ["two.css"]);
  });

  it("prefers given variables to the project's, and those to the buildspec's, with named placeholders", async () => {
    const { lines } = await build(
      `
env:
  variables: { A: spec, B: spec, C: spec }
  parameter-store: { TOKEN: /shop/token, KEY: /shop/key }
  exported-variables: [A, B, C, TAG, NONE]
phases: { build: { commands: ['echo "$TOKEN $KEY $PASSWORD"', export TAG=v7] } }
`,
      { given: { C: "given", KEY: "k" } },
      {
        variables: [
          { name: "B", value: "project", type: "PLAINTEXT" },
          { name: "C", value: "project", type: "PLAINTEXT" },
          { name: "PASSWORD", value: "shop/db", type: "SECRETS_MANAGER" },
        ],
      },
    );
    assert.deepEqual(lines.slice(0, 3), [
      "The build sees no AWS credential.",
      "TOKEN has a placeholder. Give its value with --env TOKEN=VALUE.",
      "PASSWORD has a placeholder. Give its value with --env PASSWORD=VALUE.",
    ]);
    assert.ok(lines.includes("placeholder:parameter-store:/shop/token k placeholder:secrets-manager:shop/db"));
    assert.deepEqual(
      lines.filter((line) => line.startsWith("exports")),
      ["exports A=spec", "exports B=project", "exports C=given", "exports TAG=v7", "exports NONE: no command sets it"],
    );
  });

  it("uses the shell of the buildspec", async () => {
    const command = "'[[ -n $BASH_VERSION ]] && echo is bash'";
    const inBash = await build(`{ env: { shell: bash }, phases: { build: { commands: [${command}] } } }`);
    assert.ok(inBash.lines.includes("is bash"));
    const inSh = await build(
      "{ env: { shell: /bin/sh }, phases: { build: { commands: ['test -n \"$BASH_VERSION\" || echo none'] } } }",
    );
    assert.equal(inSh.status, 0);
    assert.equal(inSh.lines.includes("none"), !execFileSync("/bin/sh", ["-c", "echo $BASH_VERSION"]).toString().trim());
  });

  it("passes nothing from a command to the next in version 0.1", async () => {
    const { lines } = await build("{ version: 0.1, phases: { build: { commands: [export A=1, 'echo \"<$A>\"'] } } }");
    assert.ok(lines.includes("<>"));
  });

  it("goes on beside a background process, and ends it with the build", async () => {
    const pid = join(folder, "pid");
    const { status, lines } = await build(
      `phases: { build: { commands: ['sleep 300 & echo $! > ${pid}', 'kill -0 $(cat ${pid}) && echo runs'] } }`,
    );
    assert.deepEqual([status, lines.includes("runs")], [0, true]);
    const number = Number(readFileSync(pid, "utf8"));
    const isAlive = () => /^\d+ \(sleep\) [^Z]/.test(existsSync(`/proc/${number}`) ? statOf(number) : "");
    for (let turn = 0; turn < 100 && isAlive(); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal(isAlive(), false);
  });

  it("ends with the command's own word when a signal interrupts it", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    await assert.rejects(
      () => build("phases: { build: { commands: [sleep 300], finally: [echo never] } }", {}, {}, controller.signal),
      new PreviewError("interrupted"),
    );
  });

  it("runs one phase, which uploads nothing", async () => {
    const { status, lines } = await build(`${failing("build")}artifacts: { files: [x] }\n`, { only: "install" });
    assert.deepEqual([status, lines.includes("pre"), lines.includes("in")], [0, false, true]);
    assert.ok(lines.includes("CodeBuild uploads no artifact: this run ends before the upload"));
  });

  it("copies a Git work tree without ignored files, and with its history for a project with its own source", async () => {
    repository({ ".gitignore": "node_modules\n", "node_modules/x": "", "a.txt": "" });
    execFileSync("git", ["init", "-q", folder]);
    const spec = "phases: { build: { commands: ['echo $(ls -A)'] } }";
    assert.ok((await build(spec)).lines.includes(".gitignore a.txt buildspec.yml"));
    const own = await build(spec, {}, { sourceType: "GITHUB" });
    assert.ok(own.lines.includes(".git .gitignore a.txt buildspec.yml"));
  });

  it("refuses a buildspec with its lines, and one that is not there", async () => {
    const { status, stderr } = await build("phases:\n  bild: { commands: [x] }\n");
    assert.equal(status, 2);
    assert.match(
      stderr,
      /buildspec\.yml has 2 problems:\n {2}phases\.bild \(line 2\): is not known here\. Did you mean build\?/,
    );
    await assert.rejects(
      () => build("", {}, { buildspec: "ci/build.yml" }),
      new PreviewError(
        `build: shop reads ci/build.yml, and ${join(folder, "ci/build.yml")} does not exist. Give --source DIR.`,
      ),
    );
  });

  it("refuses a Windows project", async () => {
    await assert.rejects(
      () => build("phases: { build: { commands: [dir] } }", {}, { environment: "WINDOWS_SERVER_2022_CONTAINER" }),
      /shop needs Windows/,
    );
  });

  it("prints the command of the CodeBuild agent, whose files exist", async () => {
    const spec = "{ env: { variables: { A: '1' } }, phases: { build: { commands: [echo] } } }";
    const { status, stdout } = await build(spec, { given: { B: "it's" }, agent: "print" });
    const root = /SOURCE=(.*)\/src /.exec(stdout)?.[1] ?? "";
    assert.equal(status, 0);
    assert.equal(
      stdout,
      `${[
        "docker run --rm",
        "-v /var/run/docker.sock:/var/run/docker.sock",
        `-v ${root}/environment:/LocalBuild/envFile/`,
        "-e IMAGE_NAME=public.ecr.aws/codebuild/amazonlinux-x86_64-standard:5.0",
        `-e ARTIFACTS=${root}/artifacts`,
        `-e SOURCE=${root}/src`,
        "-e BUILDSPEC=aws-pipelines-buildspec.yml",
        "-e ENV_VAR_FILE=build.env",
        "-e INITIATOR=aws-pipelines",
        "public.ecr.aws/codebuild/local-builds:latest",
      ].join(" \\\n  ")}\n`,
    );
    assert.equal(readFileSync(join(root, "environment/build.env"), "utf8"), "A=1\nB=it's\n");
    assert.equal(existsSync(join(root, "src/aws-pipelines-buildspec.yml")), true);
    rmSync(root, { recursive: true });
  });

  it("runs the command of the CodeBuild agent as it prints it, without a variable of AWS", async () => {
    const bin = join(folder, "bin");
    repository({
      "bin/docker": `#!/bin/sh
printf '%s\\n' "$@" > "${folder}/arguments"
env > "${folder}/environment"
for word; do case "$word" in ARTIFACTS=*) touch "\${word#ARTIFACTS=}/artifacts.zip";; esac; done
echo "agent runs"
exit 7
`,
    });
    chmodSync(join(bin, "docker"), 0o755);
    const path = process.env.PATH;
    process.env.PATH = `${bin}:${path}`;
    try {
      const spec = "{ env: { variables: { A: '1 2' } }, phases: { build: { commands: [echo] } } }";
      const { status, stdout, lines } = await build(spec, { agent: "run" });
      assert.equal(status, 1);
      const [, root = ""] = /SOURCE=(.*)\/src /.exec(stdout) ?? [];
      assert.deepEqual(lines.slice(-3), [
        "agent runs",
        "✗ the agent ends with exit status 7",
        `artifact: ${root}/artifacts/artifacts.zip`,
      ]);
      const printed = execFileSync("/bin/sh", ["-c", `printf '%s\\n' ${stdout.split("\nagent")[0]}`], {
        encoding: "utf8",
      });
      assert.equal(printed, `docker\n${readFileSync(join(folder, "arguments"), "utf8")}`);
      assert.doesNotMatch(readFileSync(join(folder, "environment"), "utf8"), /AWS_|token-of-caller/);
      rmSync(root, { recursive: true });
    } finally {
      process.env.PATH = path;
    }
  });

  it("refuses a part of a gate with the credentials of the caller, and runs it without them", async () => {
    const spec = "phases: { build: { commands: [echo destroyed] } }";
    await assert.rejects(
      () => build(spec, { allowsAws: true }, { gate: "shop-prod" }),
      new PreviewError(
        "build --allow-aws: shop is a part of the gate shop-prod. With your credentials, its build would destroy or change what waits for an approval. Run it without --allow-aws.",
      ),
    );
    assert.ok((await build(spec, {}, { gate: "shop-prod" })).lines.includes("destroyed"));
  });

  it("refuses secondary sources that the project lacks, and folders that do not exist", async () => {
    const spec = "phases: { build: { commands: [echo] } }";
    const own = { sourceType: "GITHUB", secondarySources: ["lib"] };
    await assert.rejects(
      () => build(spec, { secondary: { libs: folder } }, own),
      new PreviewError('--secondary: shop has no secondary source "libs". Use one of lib.'),
    );
    await assert.rejects(
      () => build(spec, { secondary: { lib: join(folder, "none") } }, own),
      new PreviewError(`--secondary: ${join(folder, "none")} is not a folder. Give the folder of the source.`),
    );
    const { lines } = await build(spec, {}, own);
    assert.ok(lines.includes("Secondary source lib is an empty folder. Give --secondary lib=DIR."));
  });

  it("refuses a batch where the buildspec has none", async () => {
    await assert.rejects(
      () => build("phases: { build: { commands: [echo] } }", { isBatch: true }),
      new PreviewError("build --batch: the buildspec of shop has no batch."),
    );
  });

  const wrong: readonly (readonly [args: string[], message: string])[] = [
    [[], "build takes one project. Give its name, such as shop-build."],
    [["shop", "--phase", "deploy"], '--phase: "deploy" is no phase. Use one of install, pre_build, build, post_build.'],
    [["shop", "--secondary", "lib"], '--secondary: give NAME=DIR, such as lib=../lib. "lib" is not of this form.'],
    [["shop", "--run"], "--run: runs the command of --docker. Give --docker --run."],
    [["shop", "--docker", "--batch"], "--batch: the CodeBuild agent runs one build. Give --batch without --docker."],
    [["shop", "--env", "1A=x"], '--env: give NAME=VALUE, such as STAGE=test. "1A" is not of this form.'],
  ];
  for (const [args, message] of wrong) {
    it(`refuses the words "${args.join(" ")}"`, async () => {
      const stream = { write: () => undefined };
      const surroundings = { stdout: stream, stderr: stream, env: {}, signal: new AbortController().signal };
      await assert.rejects(async () => buildCommand.run(args, surroundings), new PreviewError(message));
    });
  }
});
