import assert from "node:assert/strict";
import { s3DeployAction } from "../../../../components/actions/s3/deploy";
import { lookalikeWarnings } from "../../../../components/pipelines/plan/lookalikes";
import { buildAction, pipelineOf, planOf } from "../../../support/pipelines";

const site = s3DeployAction({
  name: "Site",
  inputArtifacts: ["source"],
  configuration: { BucketName: "shop-sites", Extract: true },
});
const plan = planOf(pipelineOf([buildAction({}, { ProjectName: "lib-tests" }), site]));
const project = (name: string, region = "eu-central-1") => `arn:aws:codebuild:${region}:111122223333:project/${name}`;

describe("lookalikeWarnings", () => {
  it("names the resource that was meant, for a project and a bucket that nobody creates", () => {
    assert.deepEqual(lookalikeWarnings(plan, [project("lib-test"), "arn:aws:s3:::shop-site"]), [
      "The pipeline shop uses the codebuild project lib-tests. No component of this program creates it. Did you mean lib-test?",
      "The pipeline shop uses the bucket shop-sites. No component of this program creates it. Did you mean shop-site?",
    ]);
  });

  const silent: readonly [when: string, created: readonly string[]][] = [
    ["the program creates the resource", [project("lib-test"), project("lib-tests"), "arn:aws:s3:::shop-sites"]],
    ["no created name is near", [project("payroll-tests"), "arn:aws:s3:::payroll"]],
    ["the near name is of another region", [project("lib-test", "us-east-1")]],
    ["the near name is of another kind", ["arn:aws:s3:::lib-test", project("shop-site")]],
    ["the program creates nothing", []],
  ];
  for (const [when, created] of silent) {
    it(`says nothing if ${when}`, () => {
      assert.deepEqual(lookalikeWarnings(plan, created), []);
    });
  }
});
