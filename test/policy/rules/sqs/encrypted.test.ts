import { sqsEncrypted } from "../../../../policy/rules/sqs/encrypted";
import { key } from "../../../fixtures/policy/resources";
import { advisory, unknownFlag, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesEach, itMends } from "../../support/tables";

describe("sqs-encrypted", () => {
  const type = "aws:sqs/queue:Queue";
  const path = "sqsManagedSseEnabled";
  const refused = advisory(`${path} should be true, or kmsMasterKeyId name a key`);
  itJudgesEach(sqsEncrypted, type, [
    ["accepts a key", { kmsMasterKeyId: key }],
    ["accepts a key that is not known yet, whatever else", { kmsMasterKeyId: unknownText, [path]: false }],
    ["accepts what SQS manages", { [path]: true }],
    ["refuses a queue that does not say", {}, refused],
    ["refuses a queue that says no", { [path]: false, kmsMasterKeyId: "" }, refused],
    ["cannot judge a flag that is not known", { [path]: unknownFlag }, unknownVerdict(path)],
  ]);
  itMends(sqsEncrypted, "has SQS encrypt", type, {}, { [path]: true });
});
