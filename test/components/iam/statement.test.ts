import assert from "node:assert/strict";
import { allowStatement, deny, denyElsewhere, meansAction, policyDocument } from "../../../components/iam/statement";

describe("a statement", () => {
  it("allows with a condition only where one is given", () => {
    const conditions = { StringEquals: { "aws:ResourceAccount": "111122223333" } };
    const grant = { sid: "A", actions: ["s3:GetObject"], resources: ["x"] };
    assert.deepEqual(allowStatement(grant), { Sid: "A", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["x"] });
    assert.deepEqual(allowStatement({ ...grant, conditions }).Condition, conditions);
  });

  it("means actions by name or pattern, in upper and lower case", () => {
    assert.deepEqual(
      [
        "s3:PutObject",
        "S3:putobject",
        "s3:Put*",
        "*",
        "s3:PutObjec?",
        "s3:PutObjectAcl",
        "s3:Get*",
        "s3.PutObject",
      ].map((written) => meansAction(written, "s3:PutObject")),
      [true, true, true, true, true, false, false, false],
    );
  });

  it("keeps its place in a document, so that the same input gives the same text", () => {
    const grant = (sid: string) => allowStatement({ sid, actions: ["s3:GetObject"], resources: ["x"] });
    assert.equal(
      policyDocument([grant("B"), grant("A")]),
      '{"Version":"2012-10-17","Statement":[{"Sid":"B","Effect":"Allow","Action":["s3:GetObject"],"Resource":["x"]},{"Sid":"A","Effect":"Allow","Action":["s3:GetObject"],"Resource":["x"]}]}',
    );
  });

  it("denies what a grant names, under the same condition", () => {
    const conditions = { Bool: { "aws:SecureTransport": "false" } };
    assert.deepEqual(deny({ sid: "A", actions: ["s3:GetObject"], resources: ["x", "y"], conditions }), {
      Sid: "A",
      Effect: "Deny",
      Action: ["s3:GetObject"],
      Resource: ["x", "y"],
      Condition: conditions,
    });
  });

  it("denies actions everywhere but on the resources of a grant", () => {
    assert.deepEqual(denyElsewhere({ sid: "A", actions: ["s3:GetObject"], resources: ["x"] }), {
      Sid: "A",
      Effect: "Deny",
      Action: ["s3:GetObject"],
      NotResource: ["x"],
    });
  });

  it("does not change with the lists that it was made of", () => {
    const actions = ["s3:GetObject"];
    const resources = ["x"];
    const statements = [
      allowStatement({ sid: "A", actions, resources }),
      denyElsewhere({ sid: "B", actions, resources }),
    ];
    actions.push("s3:PutObject");
    resources.push("y");
    assert.deepEqual(
      statements.map(({ Action, Resource, NotResource }) => [Action, Resource ?? NotResource]),
      Array(2).fill([["s3:GetObject"], ["x"]]),
    );
  });
});
