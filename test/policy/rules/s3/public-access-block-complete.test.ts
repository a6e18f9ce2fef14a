import assert from "node:assert/strict";
import { s3PublicAccessBlockComplete as rule } from "../../../../policy/rules/s3/public-access-block-complete";
import { publicAccessBlock } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { judgeResource, mandatory, notApplicable, unknownFlag, unknownVerdict } from "../../support/judging";

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

describe("s3-public-access-block-complete", () => {
  itJudges(rule, "accepts all four flags", publicAccessBlock, {}, []);
  for (const flag of flags) {
    itJudges(rule, `refuses ${flag} false`, publicAccessBlock, { [flag]: false }, [
      mandatory(`${flag} should be true: absent means false`),
    ]);
    itJudges(rule, `refuses ${flag} absent`, publicAccessBlock, { [flag]: undefined }, [
      mandatory(`${flag} should be true: absent means false`),
    ]);
    itJudges(rule, `cannot judge ${flag} unknown`, publicAccessBlock, { [flag]: unknownFlag }, [unknownVerdict(flag)]);
  }
  itJudges(
    rule,
    "names every flag at once",
    publicAccessBlock,
    Object.fromEntries(flags.map((flag) => [flag, undefined])),
    [...flags.map((flag) => mandatory(`${flag} should be true: absent means false`))],
  );
  it("leaves resources of other types alone", () => {
    assert.equal(judgeResource(rule, "aws:s3/bucket:Bucket", {}), notApplicable);
  });
});
