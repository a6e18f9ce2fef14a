import assert from "node:assert/strict";
import { keyPolicy, keyPolicyAddition, signingKeyPolicy } from "../../../components/iam/key-policy";
import type { Statement } from "../../../components/iam/statement";
import { china, scope } from "../../support/scopes";

const reader = "arn:aws:iam::111122223333:role/reader";
const writer = "arn:aws:iam::111122223333:role/writer";
const publisher = "arn:aws:iam::111122223333:role/publisher";
const logGroup = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/codebuild/shop";
const everything = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

const nobody = { roles: { decrypt: [], encrypt: [], publish: [] }, logGroups: [], imageRepository: false };

const administer = {
  Sid: "Administer",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: [
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListAliases",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
  ],
  Resource: "*",
};

describe("keyPolicy", () => {
  it("lets the account administer a key that nobody uses, and nothing else", () => {
    assert.deepEqual(JSON.parse(keyPolicy(scope, nobody)), { Version: "2012-10-17", Statement: [administer] });
  });

  it("lets administrators neither read nor write data with the key, nor lend it", () => {
    const [statement] = JSON.parse(keyPolicy(scope, nobody)).Statement;
    const data = [...everything.filter((action) => action !== "kms:DescribeKey"), "kms:CreateGrant"];
    assert.deepEqual(
      data.filter((action) => statement.Action.includes(action)),
      [],
    );
  });

  it("opens the key to those who use it, as far as they must", () => {
    const users = {
      roles: { decrypt: [reader], encrypt: [writer], publish: [publisher] },
      logGroups: [logGroup, `${logGroup}-2`],
      imageRepository: true,
    };
    assert.deepEqual(JSON.parse(keyPolicy(scope, users)), {
      Version: "2012-10-17",
      Statement: [
        administer,
        {
          Sid: "Decrypt",
          Effect: "Allow",
          Principal: { AWS: [reader] },
          Action: ["kms:Decrypt", "kms:DescribeKey"],
          Resource: "*",
        },
        { Sid: "Encrypt", Effect: "Allow", Principal: { AWS: [writer] }, Action: everything, Resource: "*" },
        {
          Sid: "Publish",
          Effect: "Allow",
          Principal: { AWS: [publisher] },
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: "*",
        },
        {
          Sid: "LogGroups",
          Effect: "Allow",
          Principal: { Service: "logs.eu-central-1.amazonaws.com" },
          Action: everything,
          Resource: "*",
          Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": [logGroup, `${logGroup}-2`] } },
        },
        {
          Sid: "ImageRepository",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::111122223333:root" },
          Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
          Resource: "*",
          Condition: {
            StringEquals: {
              "kms:CallerAccount": "111122223333",
              "kms:ViaService": "ecr.eu-central-1.amazonaws.com",
            },
          },
        },
      ],
    });
  });
});

describe("keyPolicyAddition", () => {
  it("is empty for a key that nobody uses", () => {
    assert.deepEqual(keyPolicyAddition(scope, nobody), []);
  });

  it("lets roles in through the account, since they do not exist when the owner adds it", () => {
    const users = { ...nobody, roles: { decrypt: [reader], encrypt: [], publish: [publisher] } };
    const account = { AWS: "arn:aws:iam::111122223333:root" };
    assert.deepEqual(keyPolicyAddition(scope, users), [
      {
        Sid: "Decrypt",
        Effect: "Allow",
        Principal: account,
        Action: ["kms:Decrypt", "kms:DescribeKey"],
        Resource: "*",
        Condition: { ArnEquals: { "aws:PrincipalArn": [reader] } },
      },
      {
        Sid: "Publish",
        Effect: "Allow",
        Principal: account,
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: { ArnEquals: { "aws:PrincipalArn": [publisher] } },
      },
    ]);
  });

  it("lets roles of other accounts in through theirs", () => {
    const elsewhere = "arn:aws:iam::222233334444:role/reader";
    const addition = (decrypt: string[]) =>
      keyPolicyAddition(scope, { ...nobody, roles: { decrypt, encrypt: [], publish: [] } });
    assert.deepEqual(addition([elsewhere])[0]?.Principal, { AWS: "arn:aws:iam::222233334444:root" });
    const [both] = addition([reader, elsewhere]);
    assert.deepEqual(both?.Principal, { AWS: ["arn:aws:iam::111122223333:root", "arn:aws:iam::222233334444:root"] });
    assert.deepEqual(both?.Condition, { ArnEquals: { "aws:PrincipalArn": [reader, elsewhere] } });
  });

  it("names the services of China by their addresses there", () => {
    const statements = keyPolicyAddition(china, { ...nobody, logGroups: ["arn:x"], imageRepository: true });
    assert.deepEqual(
      statements.map(({ Principal, Condition }) => [Principal, Condition]),
      [
        [
          { Service: "logs.cn-north-1.amazonaws.com.cn" },
          { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": ["arn:x"] } },
        ],
        [
          { AWS: "arn:aws-cn:iam::444455556666:root" },
          {
            StringEquals: {
              "kms:CallerAccount": "444455556666",
              "kms:ViaService": "ecr.cn-north-1.amazonaws.com.cn",
            },
          },
        ],
      ],
    );
  });
});

describe("signingKeyPolicy", () => {
  const signer = "arn:aws:iam::111122223333:role/signs";
  const verifiers = ["arn:aws:iam::111122223333:role/verifies", "arn:aws:iam::222233334444:role/verifies"];
  const statements: Statement[] = JSON.parse(signingKeyPolicy(scope, { signers: [signer], verifiers })).Statement;

  it("lets administrators manage the key and read its public half, and neither sign nor verify", () => {
    const [administer] = statements;
    const actions = [administer?.Action ?? []].flat();
    assert.ok(actions.includes("kms:GetPublicKey") && actions.includes("kms:DisableKey"));
    assert.deepEqual(
      actions.filter((action) => /kms:(Sign|Verify|CreateGrant|.*\*)/.test(action)),
      [],
    );
  });

  it("names roles that may not exist yet by their accounts and ARNs, and the one form of a request", () => {
    const form = { "kms:MessageType": ["RAW"], "kms:SigningAlgorithm": ["ECDSA_SHA_256"] };
    assert.deepEqual(
      statements.slice(1).map(({ Action, Principal, Condition }) => [Action, Principal, Condition]),
      [
        [
          ["kms:Sign", "kms:Verify"],
          { AWS: "*" },
          {
            StringEquals: { "kms:CallerAccount": "111122223333", ...form },
            ArnEquals: { "aws:PrincipalArn": [signer] },
          },
        ],
        [
          ["kms:Verify"],
          { AWS: "*" },
          {
            StringEquals: { "kms:CallerAccount": ["111122223333", "222233334444"], ...form },
            ArnEquals: { "aws:PrincipalArn": verifiers },
          },
        ],
      ],
    );
  });
});
