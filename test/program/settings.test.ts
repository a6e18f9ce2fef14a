import assert from "node:assert/strict";
import { nameOf, previewOf, runPreview, type StackPreview } from "./support/preview";

const program = "test/fixtures/program/variants";

// One line for each problem. The report indents the lines of a message.
const refusals: Readonly<Record<string, { title: string; subject: string; problems: string[] }>> = {
  missing: {
    title: "nothing at all",
    subject: "The configuration aws-pipelines:environment has a problem:",
    problems: ["aws-pipelines:environment (Pulumi.missing.yaml:1): is missing: give an object"],
  },
  "unknown-key": {
    title: "a key that nobody knows",
    subject: "The configuration aws-pipelines:environment has a problem:",
    problems: [
      "source.brunch (Pulumi.unknown-key.yaml:9): is not known here. Did you mean branch? Allowed are connectionArn, repository, branch",
    ],
  },
  contradiction: {
    title: "a wrong type and a wrong value together with a contradiction",
    subject: "The configuration aws-pipelines:environment has 4 problems:",
    problems: [
      "account (Pulumi.contradiction.yaml:4): is 111122223333: give text, in quotation marks",
      'deploy.permissions[0].actions[0] (Pulumi.contradiction.yaml:14): is "s3:*": give one action, such as ecs:UpdateService; wildcards grant what nobody asked for',
      "artifacts.retainOnDelete (Pulumi.contradiction.yaml:17): is false, and protect is true: remove one of them",
      "notify (Pulumi.contradiction.yaml:2): is missing, and protect is true: give recipients of failed runs, such as emails, or false with notifyReason",
    ],
  },
};

describe("settings that cannot be", () => {
  for (const [stack, { title, subject, problems }] of Object.entries(refusals)) {
    it(`are refused when they are ${title}, with every problem, exit status 2 and nothing else`, async () => {
      const { status, stdout, stderr } = await runPreview(stack, "--cwd", program);
      const lines = [
        "Diagnostics:",
        `  pulumi:pulumi:Stack (aws-pipelines-${stack}):`,
        `    error: ${subject}`,
        ...problems.map((problem) => `      ${problem}`),
      ];
      assert.deepEqual(stderr.trimEnd().split("\n"), lines);
      assert.equal(status, 2);
      assert.equal(stdout, "");
    });
  }
});

describe("settings of other kinds than the three stacks have", () => {
  it("deploy with Terraform just as cleanly", async () => {
    const preview = await previewOf("terraform", program);
    assert.deepEqual(findings(preview), []);
    assert.equal(preview.status, 0);
    const { source } = inputsOf(preview, "shop-terraform-deploy");
    assert.match(JSON.stringify(source), /terraform_1\.13\.4_linux_amd64\.zip/);
    const { policy } = inputsOf(preview, "shop-terraform-deploy-role-policy");
    const granted = JSON.parse(String(policy)).Statement.filter(({ Sid }: { Sid: string }) =>
      Sid.startsWith("Granted"),
    );
    assert.deepEqual(granted, [
      {
        Sid: "Granted1",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: ["arn:aws:s3:::acme-terraform-state/shop.tfstate"],
      },
    ]);
  });

  it("tag the image that runs, so that the lifecycle of 20 images expires neither it nor the one before", async () => {
    const preview = await previewOf("terraform", program);
    const { imageTagMutability, imageTagMutabilityExclusionFilters } = inputsOf(preview, "shop-terraform-images");
    assert.deepEqual(
      [imageTagMutability, imageTagMutabilityExclusionFilters],
      ["IMMUTABLE_WITH_EXCLUSION", ["latest", "deployed-*"].map((filter) => ({ filter, filterType: "WILDCARD" }))],
    );
    const { policy } = inputsOf(preview, "shop-terraform-images-lifecycle");
    const [, first, signatures, ...others] = JSON.parse(String(policy)).rules;
    assert.deepEqual(
      [first.selection, signatures.selection, others.at(-1).selection],
      [
        { tagStatus: "tagged", tagPatternList: ["deployed-*"], countType: "imageCountMoreThan", countNumber: 100_000 },
        {
          tagStatus: "tagged",
          tagPatternList: ["sha256-*.sig"],
          countType: "imageCountMoreThan",
          countNumber: 100_000,
        },
        { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 20 },
      ],
    );
    const role = inputsOf(preview, "shop-terraform-pipeline-Deploy-DeployedImage-role-policy");
    const allowed = JSON.parse(String(role.policy)).Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === "Allow",
    );
    assert.deepEqual(
      allowed.filter(({ Action }: { Action: string[] }) => Action.some((action) => action.startsWith("ecr:"))),
      [
        {
          Sid: "Granted1",
          Effect: "Allow",
          Action: ["ecr:BatchGetImage", "ecr:PutImage"],
          Resource: ["arn:aws:ecr:eu-central-1:111122223333:repository/shop-terraform"],
        },
      ],
    );
  });

  it("keep state in a bucket and destroy by it with Terraform, under a boundary, just as cleanly", async () => {
    const preview = await previewOf("gated", program);
    assert.deepEqual(findings(preview), []);
    assert.equal(preview.status, 0);
    const uses = (role: string) =>
      JSON.parse(String(inputsOf(preview, `shop-gated-${role}-role-policy`).policy))
        .Statement.map(({ Sid }: { Sid: string }) => Sid)
        .filter((sid: string) => /^(Read|Write|Lock)State$/.test(sid));
    assert.deepEqual(["deploy", "destroy-preview", "destroy-run"].map(uses), [
      ["ReadState", "WriteState", "LockState"],
      ["ReadState"],
      ["ReadState", "WriteState", "LockState"],
    ]);
    const { permissionsBoundary } = inputsOf(preview, "shop-gated-destroy-run-role");
    assert.equal(permissionsBoundary, "arn:aws:iam::111122223333:policy/boundary");
    assert.match(JSON.stringify(inputsOf(preview, "shop-gated-destroy-pipeline").stages), /Adestroy gated/);
  });

  it("use a bucket, a key and a repository that are there already, and make none", async () => {
    const preview = await previewOf("existing", program);
    assert.deepEqual(findings(preview), []);
    assert.equal(preview.status, 0);
    const made = preview.resources.map(({ type }) => type).filter((type) => /^aws:(s3|kms|ecr)\//.test(type));
    assert.deepEqual(made, []);
    const key = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-4061-8273-849506a7b8c9";
    assert.deepEqual(preview.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs, {
      bucketName: "platform-artifacts",
      keyArn: key,
      pipelineName: "shop-existing-pipeline",
      repositoryUri: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/platform/shop",
    });
    const { artifactStores } = inputsOf(preview, "shop-existing-pipeline");
    assert.deepEqual(artifactStores, [
      { type: "S3", location: "platform-artifacts", encryptionKey: { type: "KMS", id: key } },
    ]);
  });

  it("are told what the policy of a key that is there already must say", async () => {
    const { diagnostics } = await previewOf("existing", program);
    assert.equal(diagnostics.length, 1);
    const [{ severity, message } = { severity: "", message: "" }] = diagnostics;
    assert.equal(severity, "info");
    const [head, ...statements] = message.trimEnd().split("\n");
    assert.match(
      head ?? "",
      /^Add these statements to the policy of arn:aws:kms:eu-central-1:111122223333:key\/0a1b.*/,
    );
    const users = JSON.parse(statements.join("\n"));
    const account = { AWS: "arn:aws:iam::111122223333:root" };
    const only = (...names: string[]) => ({
      ArnEquals: {
        "aws:PrincipalArn": names.map((name) => `arn:aws:iam::111122223333:role/shop-existing-${name}eu-central-1`),
      },
    });
    assert.deepEqual(
      users.slice(0, 2).map(({ Sid, Principal, Condition }: Record<string, unknown>) => [Sid, Principal, Condition]),
      [
        ["Decrypt", account, only("image-", "deploy-")],
        ["Encrypt", account, only("pipeline+", "pipeline+Source+Repository+")],
      ],
    );
    assert.deepEqual([users.length, users[2].Principal], [3, { Service: "logs.eu-central-1.amazonaws.com" }]);
  });
});

/** Findings that keep a stack from being clean: mandatory ones, and rules that could not judge. */
function findings({ policies }: StackPreview): string[] {
  return policies.flatMap(({ name, violations }) =>
    violations
      .filter(({ level, message }) => level === "mandatory" || message.includes("can't run policy"))
      .map(({ urn }) => `${name} :: ${nameOf(urn)}`),
  );
}

/** Inputs of the one AWS resource with a name. */
function inputsOf({ resources }: StackPreview, name: string): Readonly<Record<string, unknown>> {
  const found = resources.filter(({ type, urn }) => type.startsWith("aws:") && nameOf(urn) === name);
  assert.equal(found.length, 1, `${found.length} resources are called ${name}`);
  return found[0]?.inputs ?? {};
}
