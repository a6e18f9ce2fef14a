import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { checkCommand, checkText } from "../../../cli/commands/check";
import { PreviewError } from "../../../cli/preview/base/error";
import { root } from "../../support/source-files";

const good = "version: 0.2\nphases:\n  build:\n    commands: npm test\n";

const template = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Release:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      RoleArn: !Sub "arn:aws:iam::\${AWS::AccountId}:role/x"
      Stages:
        - Name: Source
          Actions:
            - Name: Repository
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: "1" }
              Configuration: { RepositoryName: shop, BranchName: main }
              OutputArtifacts: [{ Name: source }]
        - Name: Build
          Actions:
            - Name: Image
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: "1" }
              Configuration: { ProjectName: !Ref Project }
              InputArtifacts: [{ Name: source }]
`;

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("aws-pipelines check", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "check-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function file(name: string, content: string | Uint8Array): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  async function check(...args: string[]): Promise<Ended> {
    const written = { stdout: "", stderr: "" };
    const stream = (name: keyof typeof written) => ({
      write: (text: string) => {
        written[name] += text;
      },
    });
    const { signal } = new AbortController();
    const surroundings = { stdout: stream("stdout"), stderr: stream("stderr"), env: {}, signal };
    const status = await checkCommand.run(args, surroundings);
    return { status, ...written };
  }

  it("accepts a buildspec, in UTF-8 and in UTF-16", async () => {
    const utf8 = file("a.yml", good);
    const little = file("b.yml", Buffer.from(`\uFEFF${good}`, "utf16le"));
    const big = file("c.yml", Buffer.from(`\uFEFF${good}`, "utf16le").swap16());
    assert.deepEqual(await check(utf8, little, big), {
      status: 0,
      stdout: [utf8, little, big].map((path) => `✓ ${path} is a valid buildspec\n`).join(""),
      stderr: "",
    });
  });

  it("prints every problem of a buildspec with its line, and still checks the other files", async () => {
    const wrong = file("wrong.yml", good.replace("build:", "bulid:"));
    const right = file("right.yml", good);
    const { status, stdout, stderr } = await check(wrong, right);
    assert.equal(status, 2);
    assert.equal(stdout, `✓ ${right} is a valid buildspec\n`);
    assert.match(
      stderr,
      /^.*wrong\.yml has 2 problems:\n {2}phases\.bulid \(line 3\): is not known here\. Did you mean build\?/,
    );
  });

  it("checks the pipeline of a template, with the values that only its stack knows", async () => {
    const path = file("template.yml", template);
    const unknown = await check(path);
    assert.equal(unknown.status, 2);
    assert.match(
      unknown.stderr,
      /Stages\[1\]\.Actions\[0\]\.Configuration\.ProjectName \(Build\/Image, line 18\): uses Ref, which finds neither a parameter nor a resource Project/,
    );
    const values = file("values.yml", "resources: { Project: shop-image }\n");
    assert.deepEqual(await check(path, "--values", values, "--pipeline", "Release"), {
      status: 0,
      stdout: `✓ ${path} is a valid pipeline\n`,
      stderr: "",
    });
  });

  it("writes a file of the values that a template lacks, for people to fill in", async () => {
    const path = file(
      "template.yml",
      template
        .replace("Resources:\n", "Parameters: { App: { Type: String }, Stage: { Type: String } }\nResources:\n")
        .replace("RepositoryName: shop", "RepositoryName: !Ref App")
        .replace("!Ref Project", `!Sub "\${App}-\${Stage}-\${AWS::StackName}"`),
    );
    const { stderr } = await check(path);
    const [, asked = ""] = stderr.split("  To give these values, fill them in and pass the file with --values:\n");
    assert.equal(asked, "    parameters:\n      App: ...\n      Stage: ...\n    stackName: ...\n");
    const values = file("values.yml", asked.replaceAll("...", "shop").replace(/^ {4}/gm, ""));
    assert.equal((await check(path, "--values", values)).status, 0);
  });

  it("names its own options in problems of a template", async () => {
    const path = file(
      "template.yml",
      template
        .replace("Resources:\n", "Parameters: { App: { Type: String } }\nResources:\n")
        .replace("RepositoryName: shop", "RepositoryName: !Ref App"),
    );
    const { stderr } = await check(path);
    assert.match(
      stderr,
      /uses Ref, which .*: give --values a file with parameters: \{ App: \.\.\. \}, or write the value/,
    );
    const values = file(
      "values.yml",
      "resources: { Project: shop }\nparameters: { App: b }\nactions: { Build/Imag: {} }\n",
    );
    assert.equal(
      (await check(path, "--values", values)).stderr,
      `${values}, for ${path}, has a problem:\n  actions.Build/Imag (line 3): is no action of the pipeline. Did you mean Build/Image? Allowed are Source/Repository, Build/Image\n`,
    );
    const two = file(
      "two.yml",
      `${template}${template.slice(template.indexOf("  Release:")).replace("Release:", "Other:")}`,
    );
    assert.match(
      (await check(two)).stderr,
      /has 2 pipelines, Release, Other: give --pipeline with the logical id of one/,
    );
  });

  it("reads a file of resources alone as a part of a template", () => {
    const part = template.split("Resources:\n")[1]?.replace(/^ {2}/gm, "") ?? "";
    const { kind, problems } = checkText(part, { resources: { Project: "shop" }, account: "111122223333" });
    assert.deepEqual([kind, problems], ["pipeline", []]);
  });

  it("refuses wrong values by the lines of their file, and reads the pipeline with them all the same", async () => {
    const values = file(
      "values.yml",
      `parameter: { Branch: main }
acount: '111122223333'
account: 11112222333
region: eu-centrl-1
connectionArn: arn:x
parameters: { Port: 80 }
resources: { Project: shop-image }
`,
    );
    const allowed =
      "parameters, resources, exports, references, account, region, stackName, stackId, connectionArn, actions";
    const { status, stdout, stderr } = await check(
      file("template.yml", template.replace("Resources:\n", "Parameters: { Port: { Type: Number } }\nResources:\n")),
      "--values",
      values,
    );
    assert.deepEqual([status, stdout], [2, `✓ ${join(folder, "template.yml")} is a valid pipeline\n`]);
    assert.deepEqual(stderr.trimEnd().split("\n"), [
      `${values} has 5 problems:`,
      '  account (line 3): is "11112222333": give the 12 digits of an account, in quotation marks',
      '  region (line 4): is "eu-centrl-1": give a region, such as eu-central-1',
      '  connectionArn (line 5): is "arn:x": give the ARN of a connection, arn:aws:codeconnections:<region>:<account>:connection/<id>',
      `  parameter (line 1): is not known here. Did you mean parameters? Allowed are ${allowed}`,
      `  acount (line 2): is not known here. Did you mean account? Allowed are ${allowed}`,
    ]);
  });

  it("refuses values that the template does not have or allow, all at once and by the lines of their file", async () => {
    const path = file(
      "template.yml",
      template.replace(
        "Resources:\n",
        `Parameters:
  Branch: { Type: String, Default: main }
  Stage: { Type: String, AllowedValues: [dev, prod] }
  Sizes: { Type: List<Number> }
Resources:
`,
      ),
    );
    const values = file(
      "values.yml",
      `parameters:
  Brnch: release
  Stage: prd
  Sizes: 1,two
resources: { Projct: shop, Project: shop, Project.Arn: a }
actions:
  Build/Image: { artifactReaderArn: [] }
`,
    );
    const { status, stdout, stderr } = await check(path, "--values", values);
    assert.deepEqual([status, stdout], [2, ""]);
    const lines = stderr.trimEnd().split("\n");
    assert.deepEqual(lines.slice(0, -1), [
      `${values}, for ${path}, has 5 problems:`,
      "  parameters.Brnch (line 2): is no parameter of the template. Did you mean Branch? Allowed are Branch, Stage, Sizes",
      '  parameters.Stage (line 3): is "prd". Did you mean prod? Allowed are dev, prod',
      '  parameters.Sizes (line 4): is "two": give a number',
      "  resources.Projct (line 5): is no resource of the template: allowed are Release",
    ]);
    assert.match(
      lines.at(-1) ?? "",
      /^ {2}actions\.Build\/Image\.artifactReaderArn \(line 7\): is not known here\. Did you mean artifactReaderArns\?/,
    );
  });

  it("names the line of a values file that is no YAML", async () => {
    const values = file("values.yml", "region: [1\n");
    const { status, stderr } = await check(file("a.yml", good), "--values", values);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /values\.yml has a problem:\n {2}Flow sequence .* at line \d+, column \d+: give YAML or JSON\n$/,
    );
  });

  it("checks the settings of environments in the file of a stack, by their lines", () => {
    const stack = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
    assert.deepEqual(checkText(stack), { kind: "settings file of a stack", problems: [], ignored: [] });
    const wrong = stack
      .replace('account: "111122223333"', "account: 111122223333")
      .replace("config:\n", "config:\n  aws:region: us-east-1\n")
      .replace("emails:", "emial:");
    const { problems, ignored } = checkText(wrong);
    const line = (text: string) => wrong.split("\n").findIndex((written) => written.includes(text)) + 1;
    const at = "config.aws-pipelines:environment";
    assert.deepEqual(
      problems.map(({ path }) => path),
      [`${at}.account (line ${line("account:")})`, `${at}.notify.emial (line ${line("emial:")})`],
    );
    assert.equal(problems[0]?.reason, "is 111122223333: give text, in quotation marks");
    assert.deepEqual(ignored, ["aws:region holds no settings of an environment, and was not checked"]);
  });

  it("does not call a stack's file valid without settings of an environment, and says which keys it has", async () => {
    const nothing = "holds no settings of an environment (an object with application, account and region)";
    const bare = file("Pulumi.bare.yaml", "config: {}\n");
    const other = file(
      "Pulumi.other.yaml",
      "config:\n  aws:region: eu-central-1\n  shop:environment: prod\n  shop:size: {}\n",
    );
    const { status, stdout, stderr } = await check(bare, other);
    assert.deepEqual([status, stderr], [2, ""]);
    assert.deepEqual(stdout.trimEnd().split("\n"), [
      `- ${bare} was not checked: it ${nothing}`,
      `- ${other} was not checked: it ${nothing}: aws:region is text, shop:environment is text, shop:size is another object`,
    ]);
    assert.equal((await check(bare, file("buildspec.yml", good))).status, 0);
  });

  it("does not take the file of a project for a buildspec", async () => {
    const project = file("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    const { status, stdout, stderr } = await check(project);
    assert.deepEqual([status, stderr], [2, ""]);
    assert.equal(
      stdout,
      `- ${project} was not checked: it is the file of a project: give Pulumi.<stack>.yaml, or its folder\n`,
    );
    assert.equal((await check(project, file("buildspec.yml", good))).status, 0);
  });

  it("checks the settings of all stacks of a folder", async () => {
    const dev = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
    file("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    file("Pulumi.dev.yaml", dev);
    file("Pulumi.prod.yaml", dev.replace("application:", "aplication:").replace("account:", "acount:"));
    file("Pulumi.other.yaml", "config: { aws:region: eu-central-1 }\n");
    const { status, stdout, stderr } = await check(folder);
    const at = (name: string) => relative("", join(folder, name));
    assert.equal(status, 2);
    assert.deepEqual(stdout.trimEnd().split("\n"), [
      `✓ ${at("Pulumi.dev.yaml")} is a valid settings file of a stack`,
      `- ${at("Pulumi.other.yaml")} was not checked: it holds no settings of an environment (an object with application, account and region): aws:region is text`,
    ]);
    assert.match(stderr, /^.*Pulumi\.prod\.yaml has 4 problems:\n/);
    rmSync(join(folder, "Pulumi.prod.yaml"));
    assert.equal((await check(folder)).status, 0);
    const empty = join(folder, "empty");
    mkdirSync(empty);
    await assert.rejects(
      async () => check(empty),
      new PreviewError(`${empty}: no project in this folder has settings of a stack, Pulumi.<stack>.yaml`),
    );
  });

  it("names a misspelt key of a stack's file, and of settings of an environment", () => {
    const stack = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
    const problemsOf = (text: string) => checkText(text, {}, "Pulumi.dev.yaml").problems;
    const [misspelt, ...others] = problemsOf(stack.replace("\nconfig:", "\nconfg:").replace(/^config:/, "confg:"));
    assert.match(misspelt?.path ?? "", /^confg \(line \d+\)$/);
    assert.equal(
      misspelt?.reason,
      "is no key of the settings of a stack, and the name Pulumi.dev.yaml says that the file holds them. Did you mean config? Allowed are config, environment, secretsprovider, encryptedkey, encryptionsalt",
    );
    assert.deepEqual(others, []);
    const [key] = problemsOf(stack.replace("aws-pipelines:environment", "aws-pipelines:enviroment"));
    assert.match(key?.path ?? "", /^config\.aws-pipelines:enviroment \(line \d+\)$/);
    assert.match(key?.reason ?? "", /Did you mean aws-pipelines:environment\?/);
  });

  it("reads numbers of a stack's file as a preview does", () => {
    const stack = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
    const { problems } = checkText(stack.replace('account: "111122223333"', "account: 011122223333"));
    assert.deepEqual(
      problems.map(({ reason }) => reason),
      ["is 1229530843: give text, in quotation marks"],
    );
  });

  it("checks the settings of an application in the file of a stack", () => {
    const { problems } = checkText(`config:
  shop:environment:
    application: shop
    account: "111122223333"
    region: eu-central-1
    source:
      connectionArn: arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f
      repository: acme/shop
    builds:
      - { name: Test, comands: [make] }
`);
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["config.shop:environment.builds[0].comands (line 10)"],
    );
  });

  it("refuses a missing file, and no file at all", async () => {
    await assert.rejects(async () => check(join(folder, "none.yml")), /none\.yml: cannot be read \(ENOENT\)/);
    await assert.rejects(
      async () => check(),
      /^PreviewError: check needs at least one file, such as buildspec\.yml, or a folder for the settings of its stacks$/,
    );
  });

  it("says that a file is empty", async () => {
    const empty = file("empty.yml", " \n");
    const { status, stderr } = await check(empty);
    assert.equal(status, 2);
    assert.equal(stderr, `${empty} has a problem:\n  is empty: give a buildspec, an AppSpec, a pipeline or settings\n`);
  });

  it("writes notes about a file beside its problems", async () => {
    const dev = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
    const wrong = dev.replace("config:\n", "config:\n  aws:region: us-east-1\n").replace("emails:", "emial:");
    const { stdout, stderr } = await check(file("Pulumi.dev.yaml", wrong));
    assert.equal(stdout, "");
    assert.match(stderr, /\n {2}aws:region holds no settings of an environment, and was not checked\n$/);
  });

  it("names what CodeBuild ignores in a buildspec", async () => {
    const old = file("old.yml", `${good}artifacts: { type: zip, files: a }\n`);
    const { status, stdout } = await check(old);
    assert.equal(status, 0);
    assert.match(stdout, /is a valid buildspec\n {2}artifacts\.type is ignored: /);
  });

  it("accepts the delivery files of the docs, and names the mistakes of such a file", () => {
    const docs = readFileSync(join(root, "docs/delivery-pipeline.md"), "utf8");
    const blocks = [...docs.matchAll(/```yaml\n(# yaml-language-server: .*?)```/gs)].map(([, text = ""]) => text);
    assert.deepEqual(
      blocks.map((text) => checkText(text)),
      [1, 2].map(() => ({ kind: "delivery pipeline", problems: [], ignored: [] })),
    );
    const [library = "", plans = ""] = blocks;
    const [misspelt, ...others] = checkText(library.replace("commands:", "comands:")).problems;
    assert.deepEqual([misspelt?.path, others], ["stages[1].actions[0].build.comands (line 22)", []]);
    assert.match(misspelt?.reason ?? "", /^is not known here\. Did you mean commands\?/);
    assert.deepEqual(checkText(plans.replace("tool: terraform", "tool: terrafrom")).problems, [
      {
        path: "stages[2].plan.tool (line 20)",
        reason: 'is "terrafrom": give pulumi, terraform, opentofu or cloudformation',
      },
    ]);
  });

  it("reads a file of environments and waves as a fleet", () => {
    const fleet = readFileSync(join(root, "examples/fleet/fleet.yaml"), "utf8");
    assert.deepEqual(checkText(fleet), { kind: "fleet", problems: [], ignored: [] });
    const { kind, problems } = checkText("environments:\n  dev: { stak: shop-dev, project: shop }\nwaves: []\n");
    assert.equal(kind, "fleet");
    assert.ok(problems.some(({ path }) => path === "environments.dev.stak (line 2)"));
  });

  it("knows an AppSpec from a buildspec and from a template", () => {
    const resource =
      "Type: AWS::ECS::Service, Properties: { TaskDefinition: <T>, LoadBalancerInfo: { ContainerName: web }}";
    const kinds = [
      "version: 0.0\nos: linux\nfiles: []\n",
      "os: linux\n",
      `version: 0.0\nResources: [{ TargetService: { ${resource} } }]\n`,
      good.replace("0.2", "0.0"),
    ].map((text) => {
      const { kind, problems } = checkText(text);
      return [kind, ...problems.map(({ path }) => path)];
    });
    assert.deepEqual(kinds, [
      ["AppSpec"],
      ["AppSpec"],
      ["AppSpec", "Resources[0].TargetService.Properties.LoadBalancerInfo.ContainerPort (line 2)"],
      ["buildspec", "version (line 1)"],
    ]);
  });
});
