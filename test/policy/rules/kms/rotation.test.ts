import { kmsRotation as rule } from "../../../../policy/rules/kms/rotation";
import { kmsKey } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownFlag, unknownText, unknownVerdict } from "../../support/judging";

const refused = [mandatory("enableKeyRotation should be true: set it, the key's ARN and old data stay as they are")];
const off = { enableKeyRotation: undefined };

describe("kms-rotation", () => {
  itJudges(rule, "accepts a key that rotates", kmsKey, {}, []);
  itJudges(rule, "refuses a key that does not say", kmsKey, off, refused);
  itJudges(rule, "refuses a key that does not rotate", kmsKey, { enableKeyRotation: false }, refused);
  itJudges(
    rule,
    "refuses a key that says it is symmetric, as the provider fills in",
    kmsKey,
    {
      enableKeyRotation: false,
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    },
    refused,
  );
  itJudges(
    rule,
    "accepts a key of a kind that cannot rotate",
    kmsKey,
    { ...off, customerMasterKeySpec: "RSA_4096" },
    [],
  );
  itJudges(
    rule,
    "accepts a key in a custom key store, which cannot rotate",
    kmsKey,
    {
      ...off,
      customKeyStoreId: unknownText,
    },
    [],
  );
  itJudges(rule, "cannot judge a flag that is not known", kmsKey, { enableKeyRotation: unknownFlag }, [
    unknownVerdict("enableKeyRotation"),
  ]);
  itJudges(
    rule,
    "cannot judge a key of unknown kind that does not rotate",
    kmsKey,
    {
      ...off,
      customerMasterKeySpec: unknownText,
    },
    [unknownVerdict("customerMasterKeySpec")],
  );
  itJudges(
    rule,
    "need not know the kind of a key in a custom key store",
    kmsKey,
    {
      ...off,
      customerMasterKeySpec: unknownText,
      customKeyStoreId: "cks-1",
    },
    [],
  );
});
