import assert from "node:assert/strict";
import {
  environmentVariablesSchema,
  exposedSecretProblems,
  renderVariables,
  variableKeys,
  variableReferences,
} from "../../../components/codebuild/environment-variable";
import { schemaProblems } from "../../../components/schema/vocabulary";
import { keyArn } from "../../support/scopes";

const anotherKey = keyArn.replace("1a2b3c4d", "99999999");
const secretArn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/db-Ab12Cd";
const variables = {
  TOKEN: { secret: "shop/token:value", keyArn },
  HOST: { parameter: "/shop/host", keyArn: anotherKey },
  STAGE: { value: "dev" },
  ARN: { secret: secretArn },
  PORT_9: { parameter: "shop_9/Web.port-1" },
  EMPTY: { value: "" },
};

const forms =
  "is not a variable: give an object with value, parameter or secret, such as { parameter: /shop/database/host }";
const name = "use letters, digits and _, not starting with a digit or with CODEBUILD_, which CodeBuild reserves";
const key = "give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>, not of an alias";

const refused: [what: string, variables: unknown, path: string, reason: string][] = [
  ["a list", [], "", "is []: give an object of names and values"],
  ["a value that stands by itself, without repeating it", { A: "hunter2" }, "A", forms],
  ["nothing at all", { A: null }, "A", forms],
  ["an empty object", { A: {} }, "A.value", "is missing: give text"],
  ["a number, without repeating it", { PIN: { value: 4711 } }, "PIN.value", "must be text: put it in quotation marks"],
  ["a name with a hyphen", { "A-B": { value: "x" } }, "A-B", `is "A-B": ${name}`],
  ["a name with a digit in front", { "1A": { value: "x" } }, "1A", `is "1A": ${name}`],
  ["a name of CodeBuild's own", { CODEBUILD_X: { value: "x" } }, "CODEBUILD_X", `is "CODEBUILD_X": ${name}`],
  [
    "a value and a parameter",
    { A: { value: "x", parameter: "/x" } },
    "A.parameter",
    "is not known here: allowed are value, notSecret",
  ],
  [
    "a key for a plain value",
    { A: { value: "x", keyArn } },
    "A.keyArn",
    "is not known here: allowed are value, notSecret",
  ],
  [
    "a parameter with a wildcard",
    { A: { parameter: "/shop/*" } },
    "A.parameter",
    'is "/shop/*": give the name of a parameter, /path/name',
  ],
  [
    "a parameter that ends in a slash",
    { A: { parameter: "/shop/" } },
    "A.parameter",
    'is "/shop/": give the name of a parameter, /path/name',
  ],
  [
    "a secret with a wildcard",
    { A: { secret: "shop/?" } },
    "A.secret",
    'is "shop/?": give the name or the ARN of a secret',
  ],
  ["an alias for a key", { A: { parameter: "/a", keyArn: "alias/a" } }, "A.keyArn", `is "alias/a": ${key}`],
  [
    "every key of an account",
    { A: { secret: "a", keyArn: keyArn.replace(/key\/.*/, "key/*") } },
    "A.keyArn",
    `is "arn:aws:kms:eu-central-1:111122223333:key/*": ${key}`,
  ],
];

describe("variables of a build", () => {
  for (const [what, given, path, reason] of refused) {
    it(`are refused: ${what}`, () => {
      assert.deepEqual(schemaProblems(environmentVariablesSchema, given), [{ path, reason }]);
    });
  }

  it("are values, parameters and secrets, each in every form", () => {
    assert.deepEqual(environmentVariablesSchema.parse(variables), variables);
    assert.deepEqual(environmentVariablesSchema.parse({}), {});
  });

  it("are rendered in the order of their names, as CodeBuild calls their types", () => {
    assert.deepEqual(renderVariables(variables), [
      { name: "ARN", type: "SECRETS_MANAGER", value: secretArn },
      { name: "EMPTY", type: "PLAINTEXT", value: "" },
      { name: "HOST", type: "PARAMETER_STORE", value: "/shop/host" },
      { name: "PORT_9", type: "PARAMETER_STORE", value: "shop_9/Web.port-1" },
      { name: "STAGE", type: "PLAINTEXT", value: "dev" },
      { name: "TOKEN", type: "SECRETS_MANAGER", value: "shop/token:value" },
    ]);
  });

  it("refer to parameters and secrets, and to the keys that these are encrypted under", () => {
    assert.deepEqual(variableReferences(variables), {
      parameters: ["/shop/host", "shop_9/Web.port-1"],
      secrets: ["shop/token:value", secretArn],
    });
    assert.deepEqual(variableKeys(variables), [keyArn, anotherKey]);
  });

  it("refer to nothing when they are plain", () => {
    assert.deepEqual(variableReferences({ A: { value: "/x" } }), { parameters: [], secrets: [] });
    assert.deepEqual(variableKeys({ A: { value: "x" }, B: { parameter: "/b" } }), []);
  });
});

describe("a plaintext variable that looks like a secret", () => {
  const reason =
    "has the name of a secret, and everyone who can read the project sees it: give a parameter or a secret, or say in notSecret why the value is none";

  it("is refused without a reason", () => {
    assert.deepEqual(exposedSecretProblems({ DB_PASSWORD: { value: "hunter2" }, STAGE: { value: "dev" } }), [
      { path: "DB_PASSWORD", reason },
    ]);
  });

  it("is accepted with a reason, and rendered like any other", () => {
    const excused = { DB_PASSWORD: { value: "hunter2", notSecret: "the database that the tests start" } };
    assert.deepEqual(exposedSecretProblems(excused), []);
    assert.deepEqual(schemaProblems(environmentVariablesSchema, excused), []);
    assert.deepEqual(renderVariables(excused), [{ name: "DB_PASSWORD", type: "PLAINTEXT", value: "hunter2" }]);
  });

  it("holds no secret where it names a parameter or a secret", () => {
    assert.deepEqual(exposedSecretProblems({ DB_PASSWORD: { parameter: "/shop/db" }, TOKEN: { secret: "shop" } }), []);
  });
});
