import assert from "node:assert/strict";
import { lambdaEnvCmk } from "../../../../policy/rules/lambda/env-cmk";
import { lambdaNoPlaintextCredentials } from "../../../../policy/rules/lambda/no-plaintext-credentials";
import { lambdaNoPublicPermission } from "../../../../policy/rules/lambda/no-public-permission";
import { lambdaPermissionScoped } from "../../../../policy/rules/lambda/permission-scoped";
import { lambdaTracing } from "../../../../policy/rules/lambda/tracing";
import { lambdaUrlAuth } from "../../../../policy/rules/lambda/url-auth";
import { key } from "../../../fixtures/policy/resources";
import { itJudges } from "../../support/cases";
import { advisory, mandatory, remediated, unknownObject, unknownText, unknownVerdict } from "../../support/judging";

const permission = {
  type: "aws:lambda/permission:Permission",
  props: {
    action: "lambda:InvokeFunction",
    function: "shop",
    principal: "events.amazonaws.com",
    sourceArn: "arn:aws:events:eu-west-1:123456789012:rule/shop",
  },
};
const lambda = {
  type: "aws:lambda/function:Function",
  props: {
    name: "shop",
    environment: { variables: { STAGE: "dev" } },
    kmsKeyArn: key,
    tracingConfig: { mode: "Active" },
  },
};

describe("lambda-permission-scoped", () => {
  const rule = lambdaPermissionScoped;
  const refused = [mandatory("sourceArn should be the ARN of what calls, with its account, or sourceAccount be set")];
  const bucketRefused = [
    mandatory("sourceAccount should be the account of the bucket, for the bucket's ARN does not name it"),
  ];

  itJudges(rule, "accepts a source", permission, {}, []);
  itJudges(rule, "accepts an account", permission, { sourceArn: undefined, sourceAccount: "123456789012" }, []);
  itJudges(rule, "accepts an organization", permission, { sourceArn: undefined, principalOrgId: "o-1234567890" }, []);
  itJudges(rule, "accepts a source that is not known", permission, { sourceArn: unknownText }, []);
  for (const sourceArn of [undefined, "", "*", "arn:aws:events:*:*:rule/shop", "arn:aws:events*"]) {
    itJudges(rule, `refuses ${sourceArn ?? "no source"}`, permission, { sourceArn }, refused);
  }
  const bucket = { principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::shop" };
  itJudges(rule, "refuses a bucket without its account", permission, bucket, bucketRefused);
  itJudges(
    rule,
    "refuses a bucket that is not known without its account",
    permission,
    { ...bucket, sourceArn: unknownText },
    bucketRefused,
  );
  itJudges(rule, "accepts a bucket with its account", permission, { ...bucket, sourceAccount: "123456789012" }, []);
  itJudges(
    rule,
    "accepts a skill by its token",
    permission,
    { principal: "alexa-appkit.amazon.com", sourceArn: undefined, eventSourceToken: "amzn1.ask.skill.1" },
    [],
  );
  itJudges(
    rule,
    "knows services of China's partition",
    permission,
    { principal: "events.amazonaws.com.cn", sourceArn: undefined },
    refused,
  );
  for (const principal of ["123456789012", "arn:aws:iam::123456789012:role/ci", "*"]) {
    itJudges(
      rule,
      `leaves ${principal}, which is no service, alone`,
      permission,
      { principal, sourceArn: undefined },
      [],
    );
  }
  itJudges(
    rule,
    "cannot judge a principal that is not known",
    permission,
    { principal: unknownText, sourceArn: undefined },
    [unknownVerdict("principal")],
  );
});

describe("lambda-no-public-permission", () => {
  const rule = lambdaNoPublicPermission;
  const refused = [mandatory("principal should name who calls, or principalOrgId name the organization")];

  itJudges(rule, "accepts a service", permission, {}, []);
  itJudges(rule, "refuses anybody", permission, { principal: "*" }, refused);
  itJudges(
    rule,
    "refuses anybody by a function's URL",
    permission,
    { principal: "*", functionUrlAuthType: "NONE" },
    refused,
  );
  itJudges(
    rule,
    "accepts anybody of an organization",
    permission,
    { principal: "*", principalOrgId: "o-1234567890" },
    [],
  );
  itJudges(
    rule,
    "accepts an organization that is not known",
    permission,
    { principal: "*", principalOrgId: unknownText },
    [],
  );
  itJudges(rule, "refuses any organization", permission, { principal: "*", principalOrgId: "*" }, refused);
  itJudges(rule, "takes a principal that is not known for a name", permission, { principal: unknownText }, []);
});

describe("lambda-url-auth", () => {
  const url = { type: "aws:lambda/functionUrl:FunctionUrl", props: { authorizationType: "AWS_IAM" } };
  const refused = [mandatory("authorizationType should be AWS_IAM")];

  itJudges(lambdaUrlAuth, "accepts IAM", url, {}, []);
  itJudges(lambdaUrlAuth, "refuses nothing at all", url, { authorizationType: "NONE" }, refused);
  itJudges(lambdaUrlAuth, "refuses to be silent", url, { authorizationType: undefined }, refused);
  itJudges(lambdaUrlAuth, "accepts what is not known", url, { authorizationType: unknownText }, []);
  it("sets IAM", async () => {
    assert.deepEqual(await remediated(lambdaUrlAuth, url.type, { authorizationType: "NONE" }), url.props);
  });
});

describe("lambda-no-plaintext-credentials", () => {
  const rule = lambdaNoPlaintextCredentials;
  const refused = (name: string) => [mandatory(`environment.variables.${name} should not hold a credential`)];

  itJudges(rule, "accepts other variables", lambda, {}, []);
  itJudges(rule, "accepts no variables", lambda, { environment: undefined }, []);
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "aws_secret_access_key"]) {
    itJudges(rule, `refuses ${name}`, lambda, { [`environment.variables.${name}`]: "x" }, refused(name));
  }
  itJudges(
    rule,
    "refuses it while its value is not known",
    lambda,
    { "environment.variables.AWS_SESSION_TOKEN": unknownText },
    refused("AWS_SESSION_TOKEN"),
  );
  itJudges(rule, "accepts it without a value", lambda, { "environment.variables.AWS_SESSION_TOKEN": "" }, []);
  for (const value of ["AKIAIOSFODNN7EXAMPLE", `ghp_${"a".repeat(36)}`, "-----BEGIN RSA PRIVATE KEY-----"]) {
    itJudges(
      rule,
      `refuses a value like ${value.slice(0, 8)}, and does not repeat it`,
      lambda,
      { "environment.variables.OTHER": value },
      refused("OTHER"),
    );
  }
  itJudges(rule, "accepts a value that is not known", lambda, { "environment.variables.TABLE": unknownText }, []);
  itJudges(
    rule,
    "judges a list of one",
    lambda,
    { environment: [{ variables: { AWS_SESSION_TOKEN: "x" } }] },
    refused("AWS_SESSION_TOKEN"),
  );
  itJudges(rule, "cannot judge variables that are not known", lambda, { "environment.variables": unknownObject }, [
    unknownVerdict("environment.variables"),
  ]);
});

describe("lambda-env-cmk", () => {
  const rule = lambdaEnvCmk;
  const refused = [advisory("kmsKeyArn should be the ARN of a customer managed KMS key")];

  itJudges(rule, "accepts a key", lambda, {}, []);
  itJudges(rule, "accepts a key that is not known", lambda, { kmsKeyArn: unknownText }, []);
  for (const kmsKeyArn of [undefined, "", "arn:aws:kms:eu-west-1:123456789012:alias/aws/lambda"]) {
    itJudges(rule, `refuses ${kmsKeyArn ?? "no key"}`, lambda, { kmsKeyArn }, refused);
  }
  itJudges(
    rule,
    "refuses no key for variables that are not known",
    lambda,
    { kmsKeyArn: undefined, "environment.variables": unknownObject },
    refused,
  );
  itJudges(rule, "accepts no key without variables", lambda, { kmsKeyArn: undefined, environment: undefined }, []);
  itJudges(rule, "accepts no key for no variables", lambda, { kmsKeyArn: undefined, "environment.variables": {} }, []);
  it("sets the configured key, and none without", async () => {
    const props = { environment: { variables: { STAGE: "dev" } } };
    assert.deepEqual(await remediated(rule, lambda.type, props, { keyArn: key }), { ...props, kmsKeyArn: key });
    assert.equal(await remediated(rule, lambda.type, props), undefined);
  });
});

describe("lambda-tracing", () => {
  const rule = lambdaTracing;
  const refused = [{ level: "disabled", text: "tracingConfig.mode should be Active" }];

  itJudges(rule, "accepts tracing", lambda, {}, []);
  itJudges(rule, "refuses passing on what callers trace", lambda, { "tracingConfig.mode": "PassThrough" }, refused);
  itJudges(rule, "refuses none", lambda, { tracingConfig: undefined }, refused);
  itJudges(rule, "accepts what is not known", lambda, { tracingConfig: unknownObject }, []);
  it("sets tracing", async () => {
    assert.deepEqual(await remediated(rule, lambda.type, { name: "shop" }), {
      name: "shop",
      tracingConfig: { mode: "Active" },
    });
  });
});
