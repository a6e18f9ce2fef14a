import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { tagImages } from "../../../components/iam/image-access";
import { deployedImage } from "../../../components/recipes/deployed-image";
import { type BuildMachine, machineEnvironment, makeBuildMachine } from "../../support/build-machine";
import { scope } from "../../support/scopes";

const repositoryUri = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web";
const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const args = { repositoryUri, region: "eu-central-1", environment: "shop-prod", commit };
const digest = (digit: number) => `sha256:${String(digit).padStart(64, "0")}`;
const current = "state/images/deployed-shop-prod";

describe("The commands of deployedImage", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
  });
  afterEach(() => machine.remove());

  /** Runs each command in a shell of its own, because AWS promises no more, up to the first that fails. */
  function run(shell: string, commands: readonly string[] = deployedImage(args)): string | undefined {
    for (const command of commands) {
      const { status, stderr } = spawnSync(shell, ["-c", command], {
        cwd: machine.source,
        env: machineEnvironment(machine),
        encoding: "utf8",
      });
      if (status !== 0) {
        return stderr;
      }
    }
    return undefined;
  }

  function deploy(shell: string, image: number): string | undefined {
    machine.write(`state/images/${commit}`, digest(image));
    return run(shell);
  }

  const tags = () => [machine.read(current), machine.read(`${current}-previous`)];

  for (const shell of ["sh", "bash"]) {
    it(`move the tags with each deployment, in ${shell}`, () => {
      assert.deepEqual([deploy(shell, 1), ...tags()], [undefined, digest(1), undefined]);
      assert.deepEqual([deploy(shell, 2), ...tags()], [undefined, digest(2), digest(1)]);
      assert.deepEqual([deploy(shell, 3), ...tags()], [undefined, digest(3), digest(2)]);
    });
  }

  it("change nothing in a rerun, and swap the tags when a deployment goes back", () => {
    for (const image of [1, 2, 2]) {
      assert.equal(deploy("sh", image), undefined);
    }
    assert.deepEqual(tags(), [digest(2), digest(1)]);
    assert.equal(deploy("sh", 1), undefined);
    assert.deepEqual(tags(), [digest(1), digest(2)]);
  });

  it("end a rerun that stopped between the two tags", () => {
    machine.write(current, digest(1));
    machine.write(`${current}-previous`, digest(1));
    assert.equal(deploy("sh", 2), undefined);
    assert.deepEqual(tags(), [digest(2), digest(1)]);
  });

  it("fail where nobody pushed the image, and move no tag", () => {
    machine.write(current, digest(1));
    assert.equal(run("sh"), `no image has the tag ${commit}\n`);
    assert.deepEqual(tags(), [digest(1), undefined]);
  });

  it("fail where ECR refuses, and move no tag", () => {
    const other = deployedImage({ ...args, environment: "shop" }).map((line) =>
      line.replaceAll("--registry-id", "--id"),
    );
    machine.write(`state/images/${commit}`, digest(1));
    assert.match(run("sh", other.slice(1)) ?? "", /--id/);
    assert.equal(machine.read("state/images/deployed-shop"), undefined);
  });

  it("ask ECR for nothing but the actions that tagImages grants", () => {
    deploy("sh", 1);
    deploy("sh", 2);
    assert.deepEqual(tagImages(scope, "shop/web").actions, ["ecr:BatchGetImage", "ecr:PutImage"]);
    assert.deepEqual([...new Set(machine.calls().map((call) => call.split(" ").slice(0, 3).join(" ")))].sort(), [
      "aws ecr batch-get-image",
      "aws ecr put-image",
    ]);
  });

  it("stay in one line of 1000 characters with the longest names", () => {
    const longest = deployedImage({
      ...args,
      repositoryUri: repositoryUri.replace("shop/web", "r".repeat(256)),
      environment: "e".repeat(40),
    });
    assert.deepEqual(
      longest.filter((line) => line.length > 1000 || line.includes("\n")),
      [],
    );
  });

  it("take no variable that a committer writes, and no name that a shell reads", () => {
    assert.throws(
      () => deployedImage({ ...args, commit: "#{Source.CommitMessage}", environment: "a;b" }),
      /environment: is "a;b".*\n.*commit: is "#\{Source.CommitMessage\}": give a reference to CommitId of the source/,
    );
  });
});
