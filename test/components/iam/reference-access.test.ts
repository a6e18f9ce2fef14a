import assert from "node:assert/strict";
import { decryptReferences, readReferences } from "../../../components/iam/reference-access";
import { china, keyArn, scope } from "../../support/scopes";

const parameters = "arn:aws:ssm:eu-central-1:111122223333:parameter";
const secrets = "arn:aws:secretsmanager:eu-central-1:111122223333:secret";

describe("readReferences", () => {
  it("grants nothing where nothing is referred to", () => {
    assert.deepEqual(readReferences(scope, { parameters: [], secrets: [] }), []);
  });

  it("grants each parameter and each secret by itself, once, sorted", () => {
    const references = { parameters: ["b", "/a/token", "b", "/b"], secrets: ["z", "a", "z"] };
    assert.deepEqual(readReferences(scope, references), [
      {
        Sid: "Parameters",
        Effect: "Allow",
        Action: ["ssm:GetParameters"],
        Resource: [`${parameters}/a/token`, `${parameters}/b`],
      },
      {
        Sid: "Secrets",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: [`${secrets}:a-??????`, `${secrets}:z-??????`],
      },
    ]);
  });

  const foreign = "arn:aws:secretsmanager:us-east-1:999988887777:secret:shop/db-Ab12Cd";
  const forms: [reference: string, resource: string][] = [
    ["shop/db", `${secrets}:shop/db-??????`],
    ["shop/db:password", `${secrets}:shop/db-??????`],
    ["shop/db:password:AWSCURRENT", `${secrets}:shop/db-??????`],
    ["shop/db:password::1a2b3c", `${secrets}:shop/db-??????`],
    [foreign, foreign],
    [`${foreign}:password`, foreign],
    [`${foreign}:password:AWSCURRENT:1a2b3c`, foreign],
  ];
  for (const [reference, resource] of forms) {
    it(`grants the secret behind ${reference}, whatever is read of it`, () => {
      const [statement] = readReferences(scope, { parameters: [], secrets: [reference] });
      assert.deepEqual(statement?.Resource, [resource]);
    });
  }

  it("grants a parameter that a buildspec names by its ARN", () => {
    const [statement] = readReferences(scope, { parameters: [`${parameters}/a`, "/a"], secrets: [] });
    assert.deepEqual(statement?.Resource, [`${parameters}/a`]);
  });
});

describe("decryptReferences", () => {
  it("grants nothing without a customer key", () => {
    assert.deepEqual(decryptReferences(scope, []), []);
  });

  it("grants each key once, through the services that keep references and in no other way", () => {
    assert.deepEqual(decryptReferences(scope, [keyArn, keyArn]), [
      {
        Sid: "ReferenceKeys",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [keyArn],
        Condition: {
          StringEquals: {
            "kms:ViaService": ["secretsmanager.eu-central-1.amazonaws.com", "ssm.eu-central-1.amazonaws.com"],
          },
        },
      },
    ]);
  });

  it("names the services of China by their addresses there", () => {
    assert.deepEqual(decryptReferences(china, [keyArn])[0]?.Condition, {
      StringEquals: {
        "kms:ViaService": ["secretsmanager.cn-north-1.amazonaws.com.cn", "ssm.cn-north-1.amazonaws.com.cn"],
      },
    });
  });
});
