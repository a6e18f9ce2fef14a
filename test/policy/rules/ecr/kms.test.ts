import { ecrKms as rule } from "../../../../policy/rules/ecr/kms";
import { repository } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownList, unknownText, unknownVerdict } from "../../support/judging";

const refused = [mandatory("encryptionConfigurations[0].encryptionType should be KMS: absent means AES256")];

describe("ecr-kms", () => {
  itJudges(rule, "accepts KMS", repository, {}, []);
  itJudges(
    rule,
    "accepts two layers of KMS",
    repository,
    {
      "encryptionConfigurations[0].encryptionType": "KMS_DSSE",
    },
    [],
  );
  itJudges(
    rule,
    "accepts KMS under a key that is not known yet",
    repository,
    {
      "encryptionConfigurations[0].kmsKey": unknownText,
    },
    [],
  );
  itJudges(rule, "refuses what does not say", repository, { encryptionConfigurations: undefined }, refused);
  itJudges(rule, "refuses an empty list", repository, { encryptionConfigurations: [] }, refused);
  itJudges(
    rule,
    "refuses AES256",
    repository,
    {
      "encryptionConfigurations[0].encryptionType": "AES256",
    },
    refused,
  );
  itJudges(rule, "refuses a block without a type", repository, { "encryptionConfigurations[0]": {} }, refused);
  itJudges(
    rule,
    "cannot judge a type that is not known",
    repository,
    {
      "encryptionConfigurations[0].encryptionType": unknownText,
    },
    [unknownVerdict("encryptionConfigurations[0].encryptionType")],
  );
  itJudges(rule, "cannot judge a list that is not known", repository, { encryptionConfigurations: unknownList }, [
    unknownVerdict("encryptionConfigurations.encryptionType"),
  ]);
});
