import { kmsAccountUse } from "../../../../policy/rules/kms/account-use";
import { document } from "../../support/cases";
import { advisory, type Props, type StackEntry, unknownText, unknownVerdict } from "../../support/judging";
import { itJudgesStacks } from "../../support/tables";

const root = "arn:aws:iam::111122223333:root";
const path = "policy.Statement[0]";
const all = { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
const key = (props: Props): StackEntry => ({
  name: "key",
  type: "aws:kms/key:Key",
  props: { arn: unknownText, ...props },
});
const project: StackEntry = {
  name: "build",
  type: "aws:codebuild/project:Project",
  props: { encryptionKey: unknownText },
  from: { encryptionKey: ["key"] },
};
const stack = (change: object = {}): readonly StackEntry[] => [
  key({ policy: document({ ...all, ...change }) }),
  project,
];
const refused = (place = "Principal.AWS", action = "kms:Decrypt", of = "key") =>
  advisory(
    `${path}.${place} should name roles, or Condition require aws:PrincipalArn or kms:ViaService: each IAM policy of the account may allow ${action}`,
    of,
  );
const ofAccount = { StringEquals: { "kms:CallerAccount": "111122223333" } };

describe("kms-account-use", () => {
  itJudgesStacks(kmsAccountUse, [
    ["accepts administration", stack({ Action: ["kms:Describe*", "kms:PutKeyPolicy", "kms:RevokeGrant"] })],
    ["accepts a role", stack({ Principal: { AWS: "arn:aws:iam::111122223333:role/build" } })],
    ["accepts a service, which another rule judges", stack({ Principal: { Service: "logs.eu-west-1.amazonaws.com" } })],
    ["accepts everybody, whom another rule refuses", stack({ Principal: "*" })],
    ["accepts a key without a policy, which another rule reports", [key({}), project]],
    [
      "accepts KMS's default policy, which another rule reports",
      [key({ policy: document(all).replace("{", '{"Id":"key-default-1",') }), project],
    ],
    ["accepts a key that no build uses", [key({ policy: document(all) })]],
    ["refuses each action to the account", stack(), refused()],
    [
      "refuses signatures by the account",
      stack({ Action: ["kms:Sign", "kms:DescribeKey"] }),
      refused(undefined, "kms:Sign"),
    ],
    ["refuses the account by its number", stack({ Principal: { AWS: ["111122223333"] } }), refused("Principal.AWS[0]")],
    ["refuses all but one action", stack({ Action: undefined, NotAction: "kms:Sign" }), refused()],
    ["refuses a wildcard of one account", stack({ Principal: "*", Condition: ofAccount }), refused("Principal")],
    [
      "refuses the policy beside the key",
      [
        key({}),
        {
          name: "policy",
          type: "aws:kms/keyPolicy:KeyPolicy",
          props: { keyId: unknownText, policy: document(all) },
          from: { keyId: ["key"] },
        },
        project,
      ],
      refused(undefined, undefined, "policy"),
    ],
    ["cannot judge an unknown action", stack({ Action: [unknownText] }), unknownVerdict(`${path}.Action`, "key")],
    [
      "cannot judge an unknown caller",
      stack({ Condition: { ArnEquals: { "aws:PrincipalArn": unknownText } } }),
      unknownVerdict(`${path}.Condition`, "key"),
    ],
  ]);
});
