import assert from "node:assert/strict";
import { ecrScanOnPush as rule } from "../../../../policy/rules/ecr/scan-on-push";
import { repository } from "../../../fixtures/policy/resources";
import { changed } from "../../support/cases";
import {
  judgeStack,
  mandatory,
  type StackEntry,
  unknownFlag,
  unknownList,
  unknownText,
  unknownVerdict,
} from "../../support/judging";

const path = "imageScanningConfiguration.scanOnPush";
const refused = [mandatory(`${path} should be true: absent means that nobody scans`, "images")];
const images = { name: "images", ...repository };
const silent = { ...images, props: changed(repository.props, { imageScanningConfiguration: undefined }) };

function registry(filter: unknown, scanFrequency: unknown = "SCAN_ON_PUSH"): StackEntry {
  const rules = [{ scanFrequency, repositoryFilters: [{ filter, filterType: "WILDCARD" }] }];
  return {
    name: "registry",
    type: "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
    props: { rules },
  };
}

function itJudgesStack(title: string, stack: readonly StackEntry[], expected: unknown, config?: object) {
  it(title, () => assert.deepEqual(judgeStack(rule, stack, config), expected));
}

describe("ecr-scan-on-push", () => {
  itJudgesStack("accepts a repository that scans", [images], []);
  itJudgesStack("refuses a repository that does not say", [silent], refused);
  itJudgesStack(
    "refuses a repository that does not scan",
    [{ ...images, props: changed(repository.props, { [path]: false }) }],
    refused,
  );
  for (const filter of ["*", "shop-*", "*-dev", "shop-dev", "hop"]) {
    itJudgesStack(`accepts a registry that scans ${filter}`, [silent, registry(filter)], []);
  }
  itJudgesStack("accepts a registry that scans all the time", [silent, registry("*", "CONTINUOUS_SCAN")], []);
  for (const filter of ["other", "dev*", "*shop"]) {
    itJudgesStack(`refuses a registry that scans ${filter}`, [silent, registry(filter)], refused);
  }
  itJudgesStack("refuses a registry that scans when asked", [silent, registry("*", "MANUAL")], refused);
  itJudgesStack("refuses a registry without rules", [silent, { ...registry("*"), props: {} }], refused);
  itJudgesStack(
    "cannot judge a flag that is not known",
    [{ ...images, props: changed(repository.props, { [path]: unknownFlag }) }],
    [unknownVerdict(path, "images")],
  );
  itJudgesStack(
    "refuses what is not known when the configuration asks for it",
    [{ ...images, props: changed(repository.props, { [path]: unknownFlag }) }],
    [mandatory(unknownVerdict(path).text, "images")],
    { failOnUnknown: true },
  );
  itJudgesStack(
    "cannot judge a filter that is not known",
    [silent, registry(unknownText)],
    [unknownVerdict(path, "images")],
  );
  itJudgesStack(
    "cannot judge a frequency that is not known",
    [silent, registry("*", unknownText)],
    [unknownVerdict(path, "images")],
  );
  itJudgesStack(
    "need not know the frequency of a filter that leaves the repository out",
    [silent, registry("other", unknownText)],
    refused,
  );
  itJudgesStack(
    "cannot judge rules that are not known",
    [silent, { ...registry("*"), props: { rules: unknownList } }],
    [unknownVerdict(path, "images")],
  );
  itJudgesStack(
    "need not know the name of a repository when all are scanned",
    [{ ...silent, props: { name: unknownText } }, registry("*")],
    [],
  );
  itJudgesStack(
    "cannot judge a filter for a repository that AWS is to name",
    [{ ...silent, props: {} }, registry("shop-*")],
    [unknownVerdict(path, "images")],
  );
});
