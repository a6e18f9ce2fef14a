import { ecrImmutableTags as rule } from "../../../../policy/rules/ecr/immutable-tags";
import { repository } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { mandatory, unknownList, unknownText, unknownVerdict } from "../../support/judging";

const refused = [mandatory("imageTagMutability should be IMMUTABLE: absent means MUTABLE")];
const excluding = {
  imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
  imageTagMutabilityExclusionFilters: [{ filter: "latest", filterType: "WILDCARD" }],
};

function refusedFilter(index: number) {
  return [
    mandatory(
      `imageTagMutabilityExclusionFilters[${index}].filter should be a tag that config excludedTags allows: remove the filter`,
    ),
  ];
}

describe("ecr-immutable-tags", () => {
  itJudges(rule, "accepts immutable tags", repository, {}, []);
  itJudges(rule, "refuses what does not say", repository, { imageTagMutability: undefined }, refused);
  itJudges(rule, "refuses mutable tags", repository, { imageTagMutability: "MUTABLE" }, refused);
  itJudges(
    rule,
    "refuses mutable tags with exclusions",
    repository,
    {
      imageTagMutability: "MUTABLE_WITH_EXCLUSION",
    },
    refused,
  );
  itJudges(rule, "accepts an excluded tag that the configuration allows", repository, excluding, [], {
    excludedTags: ["latest"],
  });
  itJudges(rule, "refuses an excluded tag by default", repository, excluding, refusedFilter(0));
  itJudges(
    rule,
    "refuses a wider filter than the one allowed",
    repository,
    {
      ...excluding,
      imageTagMutabilityExclusionFilters: [{ filter: "latest" }, { filter: "*" }],
    },
    refusedFilter(1),
    { excludedTags: ["latest"] },
  );
  itJudges(rule, "cannot judge a setting that is not known", repository, { imageTagMutability: unknownText }, [
    unknownVerdict("imageTagMutability"),
  ]);
  itJudges(
    rule,
    "cannot judge filters that are not known",
    repository,
    {
      ...excluding,
      imageTagMutabilityExclusionFilters: unknownList,
    },
    [unknownVerdict("imageTagMutabilityExclusionFilters.filter")],
    { excludedTags: ["latest"] },
  );
});
