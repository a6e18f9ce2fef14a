import { codebuildCmk as rule } from "../../../../policy/rules/codebuild/cmk";
import { project } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownText } from "../../support/judging";

const refused = [
  mandatory("encryptionKey should be the ARN of a customer managed KMS key: absent or alias/aws/s3 is not one"),
];

describe("codebuild-cmk", () => {
  itJudges(rule, "accepts a customer managed key", project, {}, []);
  itJudges(rule, "accepts an alias of the customer's own", project, { encryptionKey: "alias/shop" }, []);
  itJudges(
    rule,
    "accepts a key that is not known yet, for only the program can make it",
    project,
    {
      encryptionKey: unknownText,
    },
    [],
  );
  itJudges(rule, "refuses no key", project, { encryptionKey: undefined }, refused);
  itJudges(rule, "refuses an empty key", project, { encryptionKey: "" }, refused);
  itJudges(rule, "refuses AWS's key by its alias", project, { encryptionKey: "alias/aws/s3" }, refused);
  itJudges(
    rule,
    "refuses AWS's key by its ARN",
    project,
    {
      encryptionKey: "arn:aws:kms:eu-west-1:123456789012:alias/aws/s3",
    },
    refused,
  );
  itJudges(
    rule,
    "refuses a project that has no artifacts either",
    project,
    {
      encryptionKey: undefined,
      artifacts: { type: "NO_ARTIFACTS" },
    },
    refused,
  );
});
