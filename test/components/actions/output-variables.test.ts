import assert from "node:assert/strict";
import { codeCommitAction } from "../../../components/actions/code-commit";
import { codeBuildAction } from "../../../components/actions/codebuild/action";
import { codeStarSourceConnectionAction } from "../../../components/actions/codestar-source-connection";
import { ecrAction } from "../../../components/actions/ecr/source";
import { s3SourceAction } from "../../../components/actions/s3/source";
import { outputVariable } from "../../../components/pipelines/definition/variable-reference";
import { connectionArn } from "../../support/pipelines";

const connection = codeStarSourceConnectionAction({
  name: "Repository",
  configuration: { ConnectionArn: connectionArn, FullRepositoryId: "acme/shop", BranchName: "main" },
});
const commit = codeCommitAction({ name: "Commit", configuration: { RepositoryName: "shop", BranchName: "main" } });
const file = s3SourceAction({ name: "File", configuration: { S3Bucket: "shop-sources", S3ObjectKey: "site.zip" } });
const image = ecrAction({ name: "Image", configuration: { RepositoryName: "shop" } });
const build = codeBuildAction({ name: "Build", configuration: { ProjectName: "shop-build" } });

// The compiler judges this file as well: it must refuse exactly the lines that say so.
describe("a reference to a variable of an action", () => {
  it("names what the source leaves behind", () => {
    assert.equal(outputVariable(connection, "CommitId"), "#{Repository.CommitId}");
    assert.equal(outputVariable(commit, "CommitterDate"), "#{Commit.CommitterDate}");
    assert.equal(outputVariable(file, "VersionId"), "#{File.VersionId}");
    assert.equal(outputVariable(image, "ImageURI"), "#{Image.ImageURI}");
  });

  it("names anything of a build, which decides itself", () => {
    assert.equal(outputVariable(build, "IMAGE_TAG"), "#{Build.IMAGE_TAG}");
  });

  it("does not compile with what the source does not leave behind", () => {
    // @ts-expect-error a connection tells no date of the committer
    assert.equal(outputVariable(connection, "CommitterDate"), "#{Repository.CommitterDate}");
    // @ts-expect-error names are spelled as AWS spells them
    assert.equal(outputVariable(commit, "commitId"), "#{Commit.commitId}");
    // @ts-expect-error an object has no commit
    assert.equal(outputVariable(file, "CommitId"), "#{File.CommitId}");
    // @ts-expect-error an image has no branch
    assert.equal(outputVariable(image, "BranchName"), "#{Image.BranchName}");
  });
});
