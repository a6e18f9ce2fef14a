import assert from "node:assert/strict";
import { rules } from "../../../../policy/rules";
import { resourcesJudged } from "../../../../policy/rules/pulumi/resources-judged";
import { advisory, judgeStack, notApplicable, type Props, type StackEntry } from "../../support/judging";

const rule = resourcesJudged(() => new Set(["aws:s3/bucket:Bucket"]));

function stack(...types: readonly (string | readonly [type: string, props: Props])[]): StackEntry[] {
  return types.map((each, index) => {
    const [type, props] = typeof each === "string" ? [each, {}] : each;
    return { name: `resource-${index}`, type, props };
  });
}

function itSays(title: string, entries: readonly StackEntry[], ...texts: readonly string[]) {
  const expected = texts.length === 0 ? notApplicable : texts.map((text) => advisory(text));
  it(title, () => assert.deepEqual(judgeStack(rule, entries), expected));
}

describe("resources-judged", () => {
  const table = "aws:dynamodb/table:Table";
  itSays("is silent where a rule reads every resource", stack("aws:s3/bucket:Bucket"));
  itSays("is silent about types with nothing to judge", stack("aws:kms/alias:Alias"));
  itSays("is silent about components and the stack", stack("pulumi:pulumi:Stack", "shop:index:Shop"));
  itSays(
    "is silent about resources that rules read in another form",
    stack("aws-native:s3:Bucket", ["aws:cloudcontrol/resource:Resource", { typeName: "AWS::S3::Bucket" }]),
  );
  itSays("counts one resource", stack(table), `1 resource is read by no rule of this pack: ${table} (1)`);
  itSays(
    "says all types in one finding, the most frequent first",
    stack("aws:rds/instance:Instance", table, table, "aws-native:glue:Job"),
    `4 resources are read by no rule of this pack: ${table} (2), aws-native:glue:Job (1), aws:rds/instance:Instance (1)`,
  );
  itSays(
    "names the type of Cloud Control",
    stack(["aws:cloudcontrol/resource:Resource", { typeName: "AWS::Glue::Job" }]),
    "1 resource is read by no rule of this pack: AWS::Glue::Job by Cloud Control (1)",
  );
  const template = JSON.stringify({
    Resources: { A: { Type: "AWS::IAM::Role" }, B: { Type: "AWS::EC2::Instance" }, C: { Type: "AWS::EC2::Instance" } },
  });
  itSays(
    "counts the resources of a template that no rule reads",
    stack(["aws:cloudformation/stack:Stack", { templateBody: template }]),
    "2 resources are read by no rule of this pack: AWS::EC2::Instance in a template (2)",
  );
  itSays(
    "counts a stack whose template is not part of the program",
    stack(["aws:cloudformation/stack:Stack", { templateUrl: "https://s3.amazonaws.com/x/y.yml" }]),
    "1 resource is read by no rule of this pack: aws:cloudformation/stack:Stack without a readable templateBody (1)",
  );
  const types = Array.from({ length: 22 }, (_, index) => `aws:x/t${String(index).padStart(2, "0")}:T`);
  itSays(
    "names twenty types and counts the others",
    stack(...types),
    `22 resources are read by no rule of this pack: ${types
      .slice(0, 20)
      .map((type) => `${type} (1)`)
      .join(", ")}, 2 more types`,
  );

  it("knows the types of every rule of the pack", () => {
    const ofPack = rules.find(({ name }) => name === "resources-judged") ?? assert.fail();
    const entries = stack(
      ...rules.flatMap(({ types: all }) => all).map((type) => [type, { templateBody: "Resources: {}" }] as const),
    );
    assert.equal(judgeStack(ofPack, entries), notApplicable);
  });
});
