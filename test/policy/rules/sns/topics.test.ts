import { snsCmk } from "../../../../policy/rules/sns/cmk";
import { snsEncrypted } from "../../../../policy/rules/sns/encrypted";
import { snsNoHttpSubscription } from "../../../../policy/rules/sns/no-http-subscription";
import { snsTlsOnly } from "../../../../policy/rules/sns/tls-only";
import { key } from "../../../fixtures/policy/resources";
import { document } from "../../support/cases";
import { advisory, mandatory, type Props, type StackEntry, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesEach, itJudgesStacks, itMends } from "../../support/tables";

const topicType = "aws:sns/topic:Topic";

describe("sns-encrypted", () => {
  const refused = mandatory("kmsMasterKeyId should be a customer managed KMS key: absent means no encryption");
  itJudgesEach(snsEncrypted, topicType, [
    ["accepts a key", { kmsMasterKeyId: key }],
    ["accepts a key that is not known yet", { kmsMasterKeyId: unknownText }],
    ["leaves the key that AWS manages to a rule of its own", { kmsMasterKeyId: "alias/aws/sns" }],
    ["refuses a topic that does not say", {}, refused],
    ["refuses an empty key", { kmsMasterKeyId: "" }, refused],
  ]);
  itMends(snsEncrypted, "sets the configured key", topicType, {}, { kmsMasterKeyId: key }, { keyArn: key });
  itMends(snsEncrypted, "sets nothing without a configured key", topicType, {}, undefined);
});

describe("sns-cmk", () => {
  const refused = mandatory(
    "kmsMasterKeyId should be a customer managed KMS key: no AWS service can publish under alias/aws/sns",
  );
  itJudgesEach(snsCmk, topicType, [
    ["accepts a customer managed key", { kmsMasterKeyId: "alias/releases" }],
    ["accepts a key that is not known yet", { kmsMasterKeyId: unknownText }],
    ["leaves a topic without a key to a rule of its own", {}],
    ["refuses the key that AWS manages", { kmsMasterKeyId: "alias/aws/sns" }, refused],
    ["refuses it by its ARN", { kmsMasterKeyId: "arn:aws:kms:eu-west-1:123456789012:alias/aws/sns" }, refused],
  ]);
  itMends(
    snsCmk,
    "sets the configured key",
    topicType,
    { kmsMasterKeyId: "alias/aws/sns" },
    { kmsMasterKeyId: key },
    { keyArn: key },
  );
});

describe("sns-no-http-subscription", () => {
  const type = "aws:sns/topicSubscription:TopicSubscription";
  const refused = mandatory("protocol should be https: http shows the messages on the way");
  itJudgesEach(snsNoHttpSubscription, type, [
    ["accepts HTTPS", { protocol: "https", endpoint: "https://shop.example/hook" }],
    ["accepts mail", { protocol: "email", endpoint: "team@shop.example" }],
    ["accepts a subscription that does not say: AWS refuses it", {}],
    ["refuses HTTP", { protocol: "http", endpoint: "http://shop.example/hook" }, refused],
    ["cannot judge a protocol that is not known", { protocol: unknownText }, unknownVerdict("protocol")],
  ]);
  itMends(
    snsNoHttpSubscription,
    "makes it HTTPS, and the endpoint too",
    type,
    { protocol: "http", endpoint: "http://shop.example/hook" },
    { protocol: "https", endpoint: "https://shop.example/hook" },
  );
  itMends(
    snsNoHttpSubscription,
    "leaves an endpoint that is not known",
    type,
    { protocol: "http", endpoint: unknownText },
    { protocol: "https", endpoint: unknownText },
  );
});

describe("sns-tls-only", () => {
  const arn = "arn:aws:sns:eu-west-1:123456789012:releases";
  const fix =
    "policy should deny everybody sns:Publish on the topic when aws:SecureTransport is false: add the statement";
  const missing = advisory(fix, "topic");
  const refused = advisory(fix, "policy");
  const denial = {
    Effect: "Deny",
    Principal: "*",
    Action: "sns:Publish",
    Resource: arn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const topic = (props: Props = {}): StackEntry => ({
    name: "topic",
    type: topicType,
    props: { name: "releases", ...props },
  });
  const policy = (props: Props = {}, from = {}): StackEntry => ({
    name: "policy",
    type: "aws:sns/topicPolicy:TopicPolicy",
    props: { arn, policy: document(denial), ...props },
    from,
  });
  const stating = (statement: object) => [topic(), policy({ policy: document(statement) })];

  itJudgesStacks(snsTlsOnly, [
    ["accepts a policy of its own, by the name in the topic's ARN", [topic({ arn: unknownText }), policy()]],
    [
      "accepts a policy of its own, by dependency",
      [topic({ name: unknownText, arn: unknownText }), policy({ arn: unknownText }, { arn: ["topic"] })],
    ],
    ["accepts a policy in the topic", [topic({ policy: document(denial) })]],
    [
      "accepts every action on every resource",
      stating({ ...denial, Action: "sns:*", Resource: "*", Principal: { AWS: "*" } }),
    ],
    ["refuses a topic without a policy", [topic()], missing],
    ["refuses a topic whose policy is empty", [topic({ policy: "" })], missing],
    [
      "refuses the policy of another topic, and judges that policy alone",
      [topic(), policy({ arn: `${arn}-other` })],
      missing,
      advisory(`${fix}. This program makes no topic of that name, so the rule judges this resource alone`, "policy"),
    ],
    [
      "takes a policy that nobody set as absent, though its output is not known yet",
      [topic({ policy: unknownText })],
      missing,
    ],
    [
      "refuses one of two policies, for either may stay",
      [topic(), policy(), { ...policy({ policy: document({ ...denial, Effect: "Allow" }) }), name: "second" }],
      { ...refused, urn: "second" },
    ],
    ["accepts the topic among others", stating({ ...denial, Resource: [`${arn}-other`, arn] })],
    [
      "accepts one denial among others",
      [topic(), policy({ policy: document({ ...denial, Resource: `${arn}-other` }, denial) })],
    ],
    [
      "cannot judge a resource that is not known among others",
      [
        topic(),
        policy({
          policy: {
            Statement: [denial, denial].map((it, at) => ({
              ...it,
              Resource: [`${arn}-${at}`, at === 0 ? unknownText : "x"],
            })),
          },
        }),
      ],
      unknownVerdict("policy", "policy"),
    ],
    ["refuses another action", stating({ ...denial, Action: "sns:Subscribe" }), refused],
    ["refuses some principals", stating({ ...denial, Principal: { AWS: "123456789012" } }), refused],
    ["refuses the opposite", stating({ ...denial, Condition: { Bool: { "aws:SecureTransport": "true" } } }), refused],
    ["refuses another topic's resource", stating({ ...denial, Resource: `${arn}-other` }), refused],
    [
      "refuses text that is no document",
      [topic(), policy({ policy: "{" })],
      advisory("policy should be a JSON policy document with a Statement", "policy"),
    ],
    [
      "cannot judge a policy that is not known",
      [topic(), policy({ policy: unknownText })],
      unknownVerdict("policy", "policy"),
    ],
    [
      "cannot judge a resource that is not known",
      [topic(), policy({ policy: { Statement: [{ ...denial, Resource: unknownText }] } })],
      unknownVerdict("policy", "policy"),
    ],
  ]);
});
