import assert from "node:assert/strict";
import { s3TlsOnly as rule } from "../../../../policy/rules/s3/tls-only";
import { bucket, bucketPolicy, tlsOnly } from "../../../fixtures/policy/stack";
import { document } from "../../support/cases";
import { advisory, judgeStack, mandatory, type StackEntry, unknownText, unknownVerdict } from "../../support/judging";

const fix =
  "should deny everybody s3:* on the bucket and its objects when aws:SecureTransport is false: add the statement";
const missing = [mandatory(`policy ${fix}`, "artifacts")];
const refused = [mandatory(`policy ${fix}`, "policy")];
const objectsAlone = [
  advisory("policy should deny requests without TLS on the bucket too: it denies them on objects alone", "policy"),
];
const arn = "arn:aws:s3:::shop-dev-artifacts";

function stating(...statements: readonly object[]): StackEntry[] {
  return [bucket, { ...bucketPolicy, props: { ...bucketPolicy.props, policy: document(...statements) } }];
}

function unnamed(resource: unknown): StackEntry[] {
  const policy = document({ ...tlsOnly, Resource: resource });
  return [
    { ...bucket, props: {} },
    { ...bucketPolicy, props: { policy }, from: { bucket: ["artifacts"] } },
  ];
}

function itJudgesStack(title: string, stack: readonly StackEntry[], expected: unknown) {
  it(title, () => assert.deepEqual(judgeStack(rule, stack), expected));
}

describe("s3-tls-only", () => {
  itJudgesStack("accepts a policy that denies plain HTTP", [bucket, bucketPolicy], []);
  itJudgesStack(
    "accepts it among other statements",
    stating({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }, tlsOnly),
    [],
  );
  itJudgesStack(
    "accepts it in the bucket itself",
    [{ ...bucket, props: { ...bucket.props, policy: document(tlsOnly) } }],
    [],
  );
  itJudgesStack(
    "accepts every action, every AWS principal and a flag that is no text",
    stating({
      ...tlsOnly,
      Action: "*",
      Principal: { AWS: "*" },
      Condition: { Bool: { "AWS:securetransport": false } },
    }),
    [],
  );
  itJudgesStack("accepts one pattern for the bucket and its objects", stating({ ...tlsOnly, Resource: `${arn}*` }), []);
  itJudgesStack(
    "accepts two statements, one for the bucket and one for its objects",
    stating({ ...tlsOnly, Resource: arn }, { ...tlsOnly, Resource: `${arn}/*` }),
    [],
  );
  itJudgesStack("accepts every resource", stating({ ...tlsOnly, Resource: "*" }), []);
  itJudgesStack(
    "accepts another partition",
    stating({ ...tlsOnly, Resource: ["arn:aws-cn:s3:::shop-dev-artifacts", "arn:aws-cn:s3:::shop-dev-artifacts/*"] }),
    [],
  );
  itJudgesStack(
    "accepts the bucket's ARNs while its name is not known",
    [
      { ...bucket, props: { bucket: unknownText } },
      {
        ...bucketPolicy,
        props: { bucket: unknownText, policy: bucketPolicy.props.policy },
        from: { bucket: ["artifacts"] },
      },
    ],
    [],
  );

  itJudgesStack("accepts any one bucket's ARNs where AWS is to name it", unnamed([arn, `${arn}/*`]), []);
  itJudgesStack(
    "accepts one bucket's ARNs among others where AWS is to name it",
    unnamed(["arn:aws:s3:::other", arn, `${arn}/*`]),
    [],
  );
  itJudgesStack(
    "accepts every principal among others",
    stating({ ...tlsOnly, Principal: { AWS: ["*", "123456789012"] } }),
    [],
  );
  itJudgesStack(
    "refuses one of two policies for the same bucket, for either may stay",
    [bucket, { ...bucketPolicy, name: "first" }, ...stating({ ...tlsOnly, Effect: "Allow" }).slice(1)],
    refused,
  );
  itJudgesStack("finds the ARN of objects alone where AWS is to name the bucket", unnamed(`${arn}/*`), objectsAlone);

  itJudgesStack(
    "finds a statement with objects alone, as AWS's page of CodePipeline has it",
    stating({ ...tlsOnly, Resource: `${arn}/*` }),
    objectsAlone,
  );
  itJudgesStack("refuses a bucket without a policy", [bucket], missing);
  itJudgesStack(
    "refuses a bucket whose own policy is empty",
    [{ ...bucket, props: { ...bucket.props, policy: "" } }],
    missing,
  );
  itJudgesStack(
    "refuses a policy of another bucket, and judges that policy alone",
    [bucket, { ...bucketPolicy, props: { ...bucketPolicy.props, bucket: "other" } }],
    [
      ...missing,
      mandatory(
        `policy ${fix}. This program makes no bucket of that name, so the rule judges this resource alone`,
        "policy",
      ),
    ],
  );
  itJudgesStack("judges the deprecated twin too", [{ ...bucket, type: "aws:s3/bucketV2:BucketV2" }], missing);
  for (const [what, change] of Object.entries({
    "another effect": { Effect: "Allow" },
    "one principal": { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
    "services only": { Principal: { Service: "*" } },
    "some actions": { Action: "s3:GetObject" },
    "the bucket alone": { Resource: arn },
    "some objects": { Resource: [arn, `${arn}/a*`] },
    "another bucket": { Resource: ["arn:aws:s3:::other", "arn:aws:s3:::other/*"] },
    "the opposite": { Condition: { Bool: { "aws:SecureTransport": "true" } } },
    "either value": { Condition: { Bool: { "aws:SecureTransport": ["true", "false"] } } },
    "no value": { Condition: { Bool: { "aws:SecureTransport": [] } } },
    "no condition": { Condition: undefined },
    "another operator": { Condition: { StringEquals: { "aws:SecureTransport": "false" } } },
    "another key": { Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } },
    "a second comparison": {
      Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:PrincipalTag/a": "b" } },
    },
  })) {
    itJudgesStack(`refuses a statement with ${what}`, stating({ ...tlsOnly, ...change }), refused);
  }
  itJudgesStack(
    "refuses text that is no document",
    [bucket, { ...bucketPolicy, props: { ...bucketPolicy.props, policy: "{" } }],
    [mandatory("policy should be a JSON policy document with a Statement", "policy")],
  );
  itJudgesStack(
    "cannot judge a policy that is not known",
    [bucket, { ...bucketPolicy, props: { ...bucketPolicy.props, policy: unknownText } }],
    [unknownVerdict("policy", "policy")],
  );
  itJudgesStack(
    "cannot judge resources that are not known",
    [
      bucket,
      {
        ...bucketPolicy,
        props: { ...bucketPolicy.props, policy: { Statement: [{ ...tlsOnly, Resource: [arn, unknownText] }] } },
      },
    ],
    [unknownVerdict("policy", "policy")],
  );
  itJudgesStack(
    "takes a policy that nobody set as absent, though the output is not known yet",
    [{ ...bucket, props: { ...bucket.props, policy: unknownText } }],
    missing,
  );
});
