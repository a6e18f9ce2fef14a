import { codebuildArtifactsEncrypted as rule } from "../../../../policy/rules/codebuild/artifacts-encrypted";
import { project } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownFlag, unknownList, unknownText, unknownVerdict } from "../../support/judging";

describe("codebuild-artifacts-encrypted", () => {
  itJudges(rule, "accepts encryption that is stated", project, {}, []);
  itJudges(
    rule,
    "accepts encryption that is left to its default",
    project,
    { "artifacts.encryptionDisabled": undefined },
    [],
  );
  itJudges(
    rule,
    "accepts a project without artifacts",
    project,
    { artifacts: undefined, secondaryArtifacts: undefined },
    [],
  );
  itJudges(
    rule,
    "accepts what would not encrypt when there is nothing to encrypt",
    project,
    {
      artifacts: { type: "NO_ARTIFACTS", encryptionDisabled: true },
    },
    [],
  );
  itJudges(rule, "refuses artifacts that are not encrypted", project, { "artifacts.encryptionDisabled": true }, [
    mandatory("artifacts.encryptionDisabled should be absent or false: remove it"),
  ]);
  itJudges(
    rule,
    "refuses secondary artifacts that are not encrypted",
    project,
    {
      "secondaryArtifacts[0].encryptionDisabled": true,
    },
    [mandatory("secondaryArtifacts[0].encryptionDisabled should be absent or false: remove it")],
  );
  itJudges(rule, "cannot judge a flag that is not known", project, { "artifacts.encryptionDisabled": unknownFlag }, [
    unknownVerdict("artifacts.encryptionDisabled"),
  ]);
  itJudges(
    rule,
    "cannot judge disabled encryption of an unknown type",
    project,
    {
      artifacts: { type: unknownText, encryptionDisabled: true },
    },
    [unknownVerdict("artifacts.type")],
  );
  itJudges(rule, "names the list when all of it is unknown", project, { secondaryArtifacts: unknownList }, [
    unknownVerdict("secondaryArtifacts.type"),
  ]);
});
