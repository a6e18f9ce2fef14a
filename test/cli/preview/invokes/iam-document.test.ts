import assert from "node:assert/strict";
import {
  gatherConditions,
  gatherPrincipals,
  mergeDocuments,
  writeDocument,
} from "../../../../cli/preview/invokes/iam-document";
import { readIamDocument } from "../../../../cli/preview/invokes/read-iam-document";

describe("merged IAM documents", () => {
  it("have a statement for each Sid, the later one in the place of the earlier one", () => {
    const merged = mergeDocuments([
      {
        Version: "2008-10-17",
        Id: "one",
        Statement: [{ Sid: "a", Effect: "Allow" }, { Effect: "Allow" }, { Sid: "b" }],
      },
      { Version: "2012-10-17", Statement: [{ Sid: "a", Effect: "Deny" }, { Effect: "Deny" }] },
      { Version: "2008-10-17", Id: "three" },
    ]);
    assert.deepEqual(merged, {
      Version: "2012-10-17",
      Id: "three",
      Statement: [{ Sid: "a", Effect: "Deny" }, { Effect: "Allow" }, { Sid: "b" }, { Effect: "Deny" }],
    });
    assert.deepEqual(Object.keys(merged), ["Version", "Id", "Statement"]);
  });

  it("leave out what none of them has", () => assert.deepEqual(mergeDocuments([{}, { Statement: [] }]), {}));
});

describe("gathered principals", () => {
  for (const [entries, expected] of [
    [[["AWS", ["a", "c", "b"]]], { AWS: ["c", "b", "a"] }],
    [
      [
        ["Service", "x"],
        ["AWS", "a"],
        ["Service", ["y"]],
      ],
      { AWS: "a", Service: ["x", "y"] },
    ],
    [[["*", "*"]], "*"],
    [[["*", ["*"]]], "*"],
    [
      [
        ["*", "*"],
        ["AWS", "a"],
      ],
      { "*": "*", AWS: "a" },
    ],
    [[["AWS", "*"]], { AWS: "*" }],
    [[], {}],
  ] as const) {
    it(`of ${JSON.stringify(entries)} are ${JSON.stringify(expected)}`, () => {
      assert.equal(JSON.stringify(gatherPrincipals(entries)), JSON.stringify(expected));
    });
  }
});

describe("gathered conditions", () => {
  it("are sorted by operator and key, with values in their order", () => {
    const gathered = gatherConditions([
      ["StringLike", "b", ["2"]],
      ["Bool", "a", ["true"]],
      ["StringLike", "a", ["z", "y"]],
      ["StringLike", "b", ["1"]],
    ]);
    assert.equal(JSON.stringify(gathered), '{"Bool":{"a":"true"},"StringLike":{"a":["z","y"],"b":["2","1"]}}');
  });
});

describe("a written document", () => {
  it("is escaped as Go does", () => {
    assert.equal(writeDocument({ Version: "<&>" }, 0), '{"Version":"\\u003c\\u0026\\u003e"}');
    assert.equal(writeDocument({ Id: "a" }, 2), '{\n  "Id": "a"\n}');
  });
});

describe("a read document", () => {
  it("has its statements in the form that the provider writes", () => {
    const json = JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Sid: "",
        Condition: { Bool: { "aws:SecureTransport": false }, StringEquals: { k: ["b", "a"] } },
        Principal: { AWS: ["a", "b"], Service: "x" },
        Resource: "*",
        Action: ["s3:*"],
        Other: 1,
      },
    });
    assert.equal(
      JSON.stringify(readIamDocument(json)),
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*"],"Resource":"*",' +
        '"Principal":{"AWS":["b","a"],"Service":"x"},' +
        '"Condition":{"Bool":{"aws:SecureTransport":"false"},"StringEquals":{"k":["b","a"]}}}]}',
    );
  });

  it("has everybody for a principal that is text, and no statements where it has none", () => {
    assert.deepEqual(readIamDocument('{"Statement":[{"Principal":"*"}]}').Statement, [{ Principal: "*" }]);
    assert.deepEqual(readIamDocument("{}"), { Statement: [] });
    assert.deepEqual(readIamDocument('{"Id":"a","Version":1}'), { Id: "a", Statement: [] });
  });

  for (const [json, message] of [
    ["[]", "expected a JSON object"],
    ['"a"', "expected a JSON object"],
    ['{"Statement":["a"]}', "expected each Statement to be an object"],
    ['{"Statement":{"Principal":1}}', "expected Principal to be text or an object"],
    ['{"Statement":{"Principal":{"AWS":1}}}', "expected Principal.AWS to be text or a list of texts"],
    ['{"Statement":{"NotPrincipal":{"AWS":[1]}}}', "expected Principal.AWS to hold texts only"],
    ['{"Statement":{"Condition":"a"}}', "expected Condition to be an object"],
    ['{"Statement":{"Condition":{"Bool":"a"}}}', "expected Condition.Bool to be an object"],
    ['{"Statement":{"Condition":{"Bool":{"a":[{}]}}}}', "expected Condition.Bool.a to hold texts only"],
  ] as const) {
    it(`is refused as ${json}`, () => assert.throws(() => readIamDocument(json), { message }));
  }

  it("is refused as what is no JSON", () => assert.throws(() => readIamDocument("{"), { name: "SyntaxError" }));
});
