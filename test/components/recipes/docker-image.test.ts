import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { renderBuildspec } from "../../../components/codebuild/render-buildspec";
import { pushImages } from "../../../components/iam/image-access";
import { dockerImage } from "../../../components/recipes/docker-image";
import { type BuildMachine, makeBuildMachine } from "../../support/build-machine";
import { runBuildspec } from "../../support/run-buildspec";
import { golden } from "./golden";

const registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const image = { repositoryUri: `${registry}/shop/web`, region: "eu-central-1" };
const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const digest = `sha256:${"7".padStart(64, "0")}`;
const source = { CODEBUILD_RESOLVED_SOURCE_VERSION: commit };
const hub = { DOCKERHUB_USERNAME: "builder", DOCKERHUB_TOKEN: "hub-secret-4711" };

describe("The recipe dockerImage", () => {
  let machine: BuildMachine;
  beforeEach(() => {
    machine = makeBuildMachine();
    machine.write("source/Dockerfile", "FROM scratch\n");
  });
  afterEach(() => machine.remove());

  it("renders as approved", () => {
    assert.equal(renderBuildspec(dockerImage({ ...image, dockerHub: true })), golden("docker-image"));
  });

  it("builds an image, and names it in ECR by its commit and as latest", () => {
    const run = runBuildspec(machine, dockerImage(image), source);
    assert.equal(run.output.split("\n").at(-2), `Removing login credentials for ${registry}`);
    assert.deepEqual([run.succeeded, run.steps], [true, ["build"]]);
    assert.equal(machine.read(`state/images/${commit}`), digest);
    assert.equal(machine.read("state/images/latest"), digest);
    assert.deepEqual(run.exported, { IMAGE_URI: `${registry}/shop/web:${commit}`, IMAGE_DIGEST: digest });
    assert.equal(machine.read("source/imageDetail.json"), `{"ImageURI":"${registry}/shop/web@${digest}"}\n`);
  });

  it("calls Docker and the registry in order, and logs out at the end", () => {
    runBuildspec(machine, dockerImage(image), source);
    const calls = machine.calls().map((call) => call.split(" ").slice(0, 3).join(" "));
    assert.deepEqual(calls.slice(0, 2).sort(), ["aws ecr get-login-password", "docker login --username"]);
    assert.deepEqual(calls.slice(2), [
      "aws ecr batch-get-image",
      "docker build --pull",
      `docker push ${registry}/shop/web:${commit}`,
      "aws ecr batch-get-image",
      "aws ecr batch-get-image",
      "aws ecr batch-get-image",
      "aws ecr batch-get-image",
      "aws ecr put-image",
      `docker logout ${registry}`,
    ]);
    assert.equal(machine.read(`state/logins/${registry}`), undefined);
  });

  it("gives Docker no secret, no argument, no network of the machine and no credential", () => {
    const credentials = {
      AWS_SESSION_TOKEN: "session-token",
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1",
    };
    const run = runBuildspec(machine, dockerImage({ ...image, dockerHub: true }), {
      ...source,
      ...hub,
      ...credentials,
    });
    assert.equal(run.succeeded, true, run.output);
    const built = machine.calls().filter((call) => call.startsWith("docker build"));
    assert.deepEqual(built, [`docker build --pull --tag ${registry}/shop/web:${commit} .`]);
    const seen = machine.read("state/build-environment") ?? "";
    assert.match(seen, /^PATH=/m);
    assert.doesNotMatch(seen, /hub-secret-4711|session-token|v2\/credentials/);
  });

  const links: readonly (readonly [what: string, args: object, link: string])[] = [
    ["a context that is a link to the logins", { context: "app", dockerfile: "Dockerfile" }, "app"],
    ["a context below a link", { context: "app/web", dockerfile: "Dockerfile" }, "app"],
    ["a Dockerfile that is a link to the logins", { dockerfile: "docker/web" }, "docker"],
    ["the default Dockerfile as a link", { context: "here" }, "here/Dockerfile"],
  ];
  for (const [what, args, link] of links) {
    it(`refuses ${what}: a Dockerfile would send them away`, () => {
      machine.write("home/.docker/web/config.json", "{}");
      machine.write("source/here/.keep", "");
      const target = link.endsWith("Dockerfile") ? "home/.docker/web/config.json" : "home/.docker";
      symlinkSync(join(machine.root, target), join(machine.source, link));
      const run = runBuildspec(machine, dockerImage({ ...image, ...args }), source);
      assert.equal(run.succeeded, false);
      assert.match(
        run.output,
        / leads out of the repository by a link: Docker would read files of the build machine$/m,
      );
      assert.deepEqual(
        machine.calls().filter((call) => /^docker (login|build)/.test(call)),
        [],
      );
    });
  }

  it("follows links inside the repository", () => {
    machine.write("source/images/web/Dockerfile", "FROM scratch\n");
    symlinkSync("images/web", join(machine.source, "app"));
    assert.equal(runBuildspec(machine, dockerImage({ ...image, context: "app" }), source).succeeded, true);
  });

  it("asks ECR for nothing that a role with pushImages may not do", () => {
    runBuildspec(machine, dockerImage(image), source);
    const scope = { partition: "aws", account: "123456789012", region: "eu-central-1" } as const;
    const allowed = pushImages(scope, "shop/web").flatMap(({ Action }) => Action);
    const needs: Record<string, string> = {
      "get-login-password": "ecr:GetAuthorizationToken",
      "batch-get-image": "ecr:BatchGetImage",
      "put-image": "ecr:PutImage",
    };
    const asked = machine.calls().flatMap((call) => /^aws ecr (\S+)/.exec(call)?.[1] ?? []);
    assert.deepEqual([...new Set(asked)].sort(), Object.keys(needs).sort());
    assert.deepEqual(
      asked.map((command) => needs[command] ?? command).filter((action) => !allowed.includes(action)),
      [],
    );
  });

  it("builds nothing in a rerun of the same commit, and still succeeds", () => {
    runBuildspec(machine, dockerImage(image), source);
    const before = machine.calls().length;
    const run = runBuildspec(machine, dockerImage(image), source);
    assert.equal(run.succeeded, true);
    assert.match(run.output, new RegExp(`web:${commit} exists: nothing to build`));
    assert.equal(
      machine
        .calls()
        .slice(before)
        .some((call) => /docker (build|push)|put-image/.test(call)),
      false,
    );
    assert.equal(machine.read("source/imageDetail.json"), `{"ImageURI":"${registry}/shop/web@${digest}"}\n`);
  });

  it("lets latest name the image of the commit that is run again", () => {
    machine.write(`state/images/${commit}`, "sha256:older");
    machine.write("state/images/latest", "sha256:newer");
    assert.equal(runBuildspec(machine, dockerImage(image), source).succeeded, true);
    assert.equal(machine.read("state/images/latest"), "sha256:older");
    assert.equal(machine.read(`state/images/${commit}`), "sha256:older");
  });

  it("leaves latest alone, if that is switched off", () => {
    machine.write("state/images/latest", "sha256:newer");
    assert.equal(runBuildspec(machine, dockerImage({ ...image, latest: false }), source).succeeded, true);
    assert.equal(machine.read("state/images/latest"), "sha256:newer");
    assert.equal(
      machine.calls().some((call) => /put-image|latest/.test(call)),
      false,
    );
  });

  for (const failing of [
    "aws ecr get-login-password",
    "aws ecr batch-get-image",
    "docker build",
    "docker push",
    "aws ecr put-image",
  ]) {
    it(`fails when \`${failing}\` fails, names no image, and logs out`, () => {
      const run = runBuildspec(machine, dockerImage(image), { ...source, FAILING: failing });
      assert.deepEqual([run.succeeded, run.steps], [false, ["build (failed)"]]);
      assert.match(run.output, new RegExp(`${failing.split(" ")[0]}: failed, as the test asked`));
      assert.equal(machine.read("state/images/latest"), undefined);
      assert.equal(machine.read("source/imageDetail.json"), undefined);
      assert.equal(machine.read(`state/logins/${registry}`), undefined);
    });
  }

  it("refuses a source that is no commit before it logs in anywhere", () => {
    const run = runBuildspec(machine, dockerImage(image), { CODEBUILD_RESOLVED_SOURCE_VERSION: "arn:aws:s3:::bucket" });
    assert.equal(run.succeeded, false);
    assert.match(run.output, /names no image of a commit: give IMAGE_REPOSITORY_URI, and a source whose version is a/);
    assert.deepEqual(machine.calls(), [`docker logout ${registry}`]);
  });

  describe("with Docker Hub", () => {
    const spec = dockerImage({ ...image, dockerHub: true });

    it("logs in before the build with the token on standard input, and logs out", () => {
      const run = runBuildspec(machine, spec, { ...source, ...hub, FAILING: "docker logout" });
      assert.equal(run.succeeded, false);
      assert.equal(machine.read("state/logins/docker.io"), "builder hub-secret-4711");
      runBuildspec(machine, spec, { ...source, ...hub });
      assert.equal(machine.read("state/logins/docker.io"), undefined);
      const calls = machine.calls();
      assert.ok(
        calls.indexOf("docker login --username builder --password-stdin") <
          calls.findIndex((call) => call.startsWith("docker build")),
      );
    });

    it("never shows the token or the password of the registry", () => {
      const run = runBuildspec(machine, spec, { ...source, ...hub });
      assert.equal(run.succeeded, true);
      assert.doesNotMatch(run.output + machine.calls().join("\n"), /hub-secret-4711|ecr-password/);
    });

    it("names the variable that the project forgot", () => {
      const run = runBuildspec(machine, spec, source);
      assert.equal(run.succeeded, false);
      assert.match(run.output, /DOCKERHUB_TOKEN: unbound variable/);
      assert.equal(
        machine.calls().some((call) => call.startsWith("docker build")),
        false,
      );
    });
  });

  it("builds the given context, Dockerfile and platform, whatever their names", () => {
    machine.write("source/it's a $(context)/Docker file", "FROM scratch\n");
    const spec = dockerImage({
      ...image,
      context: "it's a $(context)",
      dockerfile: "it's a $(context)/Docker file",
      platform: "linux/arm64",
    });
    assert.equal(runBuildspec(machine, spec, source).succeeded, true);
    assert.equal(
      machine.calls().find((call) => call.startsWith("docker build")),
      `docker build --pull --platform linux/arm64 --file it's a $(context)/Docker file --tag ${registry}/shop/web:${commit} it's a $(context)`,
    );
  });

  it("says everything that is wrong with its arguments at once", () => {
    assert.throws(
      () => dockerImage({ repositoryUri: "docker.io/shop:1", region: "nowhere", context: "../up", dockerfile: "-f" }),
      {
        message: [
          "The recipe dockerImage has 4 problems:",
          '  repositoryUri: is "docker.io/shop:1": give the URI of an ECR repository, <account>.dkr.ecr.<region>.amazonaws.com/<name>, without a tag',
          '  region: is "nowhere": give a region, such as eu-central-1',
          '  context: is "../up": give a path inside the repository, relative to its root, such as deploy',
          '  dockerfile: is "-f": give a path inside the repository, relative to its root, such as deploy',
        ].join("\n"),
      },
    );
  });
});
