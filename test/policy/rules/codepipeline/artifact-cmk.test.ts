import { codepipelineArtifactCmk as rule } from "../../../../policy/rules/codepipeline/artifact-cmk";
import { pipeline } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownList, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

function refused(index: number) {
  return [
    mandatory(
      `artifactStores[${index}].encryptionKey should have type KMS and the ARN of a customer managed key as id`,
    ),
  ];
}

describe("codepipeline-artifact-cmk", () => {
  itJudges(rule, "accepts a store under a customer managed key", pipeline, {}, []);
  itJudges(
    rule,
    "accepts a key that is not known yet",
    pipeline,
    {
      "artifactStores[0].encryptionKey.id": unknownText,
    },
    [],
  );
  itJudges(
    rule,
    "accepts a block that is not known yet",
    pipeline,
    {
      "artifactStores[0].encryptionKey": unknownObject,
    },
    [],
  );
  itJudges(
    rule,
    "refuses a store without a key",
    pipeline,
    { "artifactStores[0].encryptionKey": undefined },
    refused(0),
  );
  itJudges(
    rule,
    "refuses AWS's key",
    pipeline,
    {
      "artifactStores[0].encryptionKey.id": "alias/aws/s3",
    },
    refused(0),
  );
  itJudges(
    rule,
    "refuses a key of another type",
    pipeline,
    { "artifactStores[0].encryptionKey.type": "AES" },
    refused(0),
  );
  itJudges(
    rule,
    "judges every store, not the first alone",
    pipeline,
    {
      "artifactStores[1]": { location: "shop-dev-us", region: "us-east-1" },
    },
    refused(1),
  );
  itJudges(rule, "refuses a pipeline without a store", pipeline, { artifactStores: undefined }, [
    mandatory("artifactStores should name a bucket and a customer managed key"),
  ]);
  itJudges(rule, "cannot judge stores that are not known", pipeline, { artifactStores: unknownList }, [
    unknownVerdict("artifactStores"),
  ]);
});
