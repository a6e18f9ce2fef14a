import assert from "node:assert/strict";
import { unknownValue, type Value } from "../../../../policy/iam/value";
import { type Finding, unknownAt } from "../../../../policy/lib/facts/finding";
import {
  judgeDefault,
  judgeKey,
  judgeParameters,
  judgeText,
  judgeVariables,
} from "../../../../policy/lib/pipeline/action-secrets";

const token = ["ghp", "0123456789abcdefghijABCDEFGHIJ012345"].join("_");
const messages = (findings: readonly Finding[]) => findings.map(({ message }) => message);
const plainVariable = "should not give a secret in plain text: use type PARAMETER_STORE or SECRETS_MANAGER";
const plainParameter = "should not be a secret in plain text: let the template resolve it from a store";
const plainKey = "should not be a secret in plain text: let the action read it from a store";
const credential = "should not contain a credential: keep it in a store, and revoke this one";

describe("the environment variables of an action", () => {
  const judged = (...variables: readonly Value[]) =>
    messages(judgeVariables({ path: "env", value: JSON.stringify(variables) }));

  it("must not be secrets in plain text, by name or value", () => {
    assert.deepEqual(
      judged(
        { name: "STAGE", value: "dev" },
        { name: "DB_PASSWORD", value: "hunter2!" },
        { name: "NOTE", value: token, type: "PLAINTEXT" },
      ),
      [`env[1] ${plainVariable}`, `env[2] ${plainVariable}`],
    );
  });

  it("may name a parameter or a secret, a variable or a dynamic reference", () => {
    assert.deepEqual(
      judged(
        { name: "DB_PASSWORD", value: "/shop/db-password-x1", type: "PARAMETER_STORE" },
        { name: "DB_PASSWORD", value: "hunter2!", type: "SECRETS_MANAGER" },
        { name: "DB_PASSWORD", value: "#{Build.PASSWORD}" },
        { name: "DB_PASSWORD", value: "{{resolve:secretsmanager:shop:SecretString:password}}" },
      ),
      [],
    );
  });

  it("are exposed by a variable with more text beside it", () => {
    assert.deepEqual(judged({ name: "DB_PASSWORD", value: "#{Build.USER}hunter2!" }), [`env[0] ${plainVariable}`]);
    assert.deepEqual(judged({ name: "DB_PASSWORD", value: "hunter2!#{Build.USER}" }), [`env[0] ${plainVariable}`]);
  });

  it("must be a JSON list, and are not judged while unknown", () => {
    for (const value of ["[", '{"name":"a"}', '"a"', 5]) {
      assert.deepEqual(messages(judgeVariables({ path: "env", value })), [
        "env should be a JSON list of variables, each with name, value and type",
      ]);
    }
    assert.deepEqual(judgeVariables({ path: "env", value: unknownValue }), [unknownAt("env")]);
    assert.deepEqual(judged(), []);
  });
});

describe("the parameters of a stack", () => {
  const judged = (value: Value) => messages(judgeParameters({ path: "overrides", value }));

  it("must not be secrets, each by its name or value", () => {
    assert.deepEqual(judged(JSON.stringify({ Stage: "dev", DbPassword: "hunter2!", Note: token })), [
      `overrides.DbPassword ${plainParameter}`,
      `overrides.Note ${plainParameter}`,
    ]);
  });

  it("may be functions and dynamic references", () => {
    const value = { DbPassword: { "Fn::GetParam": ["a", "b"] }, DbToken: "{{resolve:ssm-secure:shop}}" };
    assert.deepEqual(judged(JSON.stringify(value)), []);
  });

  it("are text with credentials where they are no JSON", () => {
    assert.deepEqual(judged(`{ "a": ${token}`), [`overrides ${credential}`]);
    assert.deepEqual(judged("{ broken"), []);
  });

  it("are not judged while unknown", () => {
    assert.deepEqual(judgeParameters({ path: "overrides", value: unknownValue }), [unknownAt("overrides")]);
  });
});

describe("a key of an action's configuration", () => {
  const judged = (key: string, value: Value) => judgeKey(key, { path: key, value });

  it("must not be a secret by its name", () => {
    assert.deepEqual(messages(judged("ClientSecret", "amzn-hunter2!")), [`ClientSecret ${plainKey}`]);
    assert.deepEqual(judged("ClientSecret", "#{variables.SECRET}"), []);
    assert.deepEqual(judged("ProjectName", "shop"), []);
  });

  it("must not hold a credential, which is to be revoked", () => {
    assert.deepEqual(messages(judged("ClientSecret", token)), [`ClientSecret ${credential}`]);
    assert.deepEqual(messages(judged("ProjectName", token)), [`ProjectName ${credential}`]);
  });

  it("is not judged while unknown, if its name is a secret's", () => {
    assert.deepEqual(judged("ClientSecret", unknownValue), [unknownAt("ClientSecret")]);
    assert.deepEqual(judged("ProjectName", unknownValue), []);
  });
});

describe("the default of a pipeline variable", () => {
  const judged = (name: string, value: Value) => messages(judgeDefault(name, { path: "variables[0]", value }));

  it("must not be a secret, nor an unknown value of a secret's name", () => {
    assert.deepEqual(judged("API_KEY", "hunter2!"), [`variables[0] ${plainKey}`]);
    assert.deepEqual(judged("API_KEY", unknownValue), [`variables[0] ${plainKey}`]);
    assert.deepEqual(judged("NOTE", token), [`variables[0] ${plainKey}`]);
  });

  it("may be anything else", () => {
    assert.deepEqual(judged("STAGE", "dev"), []);
    assert.deepEqual(judged("STAGE", unknownValue), []);
    assert.deepEqual(judged("API_KEY", undefined), []);
  });
});

describe("any other text", () => {
  it("must hold no credential, alone or in a command", () => {
    for (const value of [
      token,
      "export DB_PASSWORD=hunter2!",
      `curl -H "Authorization: token ${token}" https://api.github.com`,
    ]) {
      assert.deepEqual(messages(judgeText({ path: "commands[0]", value })), [`commands[0] ${credential}`]);
    }
    for (const value of ["npm ci", "", undefined, unknownValue, 5] as const) {
      assert.deepEqual(judgeText({ path: "commands[0]", value }), []);
    }
  });
});
