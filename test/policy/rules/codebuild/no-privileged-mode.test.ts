import { codebuildNoPrivilegedMode as rule } from "../../../../policy/rules/codebuild/no-privileged-mode";
import { project } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownFlag, unknownText, unknownVerdict } from "../../support/judging";

const refused = [
  mandatory("environment.privilegedMode should be absent or false, unless allowPrivileged names the project"),
];
const privileged = { "environment.privilegedMode": true };

describe("codebuild-no-privileged-mode", () => {
  itJudges(rule, "accepts a project without privileges", project, {}, []);
  itJudges(rule, "accepts a project that does not say", project, { "environment.privilegedMode": undefined }, []);
  itJudges(rule, "refuses a privileged project", project, privileged, refused);
  itJudges(rule, "accepts a project that the configuration names", project, privileged, [], {
    allowPrivileged: ["shop-dev-image"],
  });
  itJudges(rule, "accepts a project that a pattern names", project, privileged, [], {
    allowPrivileged: ["shop-*-image"],
  });
  itJudges(
    rule,
    "refuses a project that a pattern names only in part",
    project,
    { ...privileged, name: "my-shop-dev-image-2" },
    refused,
    {
      allowPrivileged: ["shop-*-image"],
    },
  );
  itJudges(
    rule,
    "refuses a project without a name whatever is allowed",
    project,
    { ...privileged, name: undefined },
    refused,
    {
      allowPrivileged: ["*"],
    },
  );
  itJudges(rule, "cannot judge a flag that is not known", project, { "environment.privilegedMode": unknownFlag }, [
    unknownVerdict("environment.privilegedMode"),
  ]);
  itJudges(
    rule,
    "cannot judge an exception for a name that is not known",
    project,
    { ...privileged, name: unknownText },
    [unknownVerdict("name")],
    { allowPrivileged: ["shop-*"] },
  );
  itJudges(
    rule,
    "need not know the name when there are no exceptions",
    project,
    { ...privileged, name: unknownText },
    refused,
  );
  itJudges(
    rule,
    "refuses what is not known when the configuration asks for it",
    project,
    {
      "environment.privilegedMode": unknownFlag,
    },
    [mandatory(unknownVerdict("environment.privilegedMode").text)],
    { failOnUnknown: true },
  );
});
