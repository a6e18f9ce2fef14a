import assert from "node:assert/strict";
import { type Environment, keyId, type Role } from "./iam/environment";
import { type Decision, decideForOther, decideInContext, type Request } from "./iam/simulate";
import { nameOf, previewOf } from "./support/preview";

const home = "111122223333";
const staging = "222233334444";
const prod = "333344445555";
const store = `arn:aws:s3:::orders-artifacts-${home}-eu-central-1`;
const key = `arn:aws:kms:eu-central-1:${home}:key/${keyId}`;
const alias = { "kms:ResourceAliases": ["alias/orders-artifacts"] };
const ours = { "aws:ResourceAccount": home, "aws:SecureTransport": "true" };
const packaged = `${store}/packages/3f1c`;
const throughS3 = {
  ...alias,
  "kms:ViaService": "s3.eu-central-1.amazonaws.com",
  "kms:EncryptionContext:aws:s3:arn": store,
};

const roleArn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const on = (resource: string, actions: readonly string[], context: Request["context"] = {}): Request[] =>
  actions.map((action) => ({ action, resource, context }));

/** Everything that one environment's deployment asks for, by role, in the order of a run. */
function deployment(environment: "staging" | "prod", account: string, stage: string) {
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${account}:${resource}`;
  const stack = `orders-${environment}`;
  const stackRole = roleArn(account, `orders+stack-${stack}+eu-central-1`);
  const functionsRole = roleArn(account, `${stack}-functions`);
  const boundary = { "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/${stack}-boundary` };
  const action = `orders+${stage}+${environment}+eu-central-1`;
  const needs: Readonly<Record<string, readonly Request[]>> = {
    "orders+eu-central-1": on(roleArn(account, action), ["sts:AssumeRole"]),
    [action]: [
      ...on(store, ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"], ours),
      ...on(`${store}/orders/Build/a1`, ["s3:GetObject", "s3:GetObjectVersion"], ours),
      ...on(key, ["kms:Decrypt", "kms:DescribeKey"], alias),
      ...on(arn("cloudformation", `stack/${stack}/1`), [
        "cloudformation:CreateStack",
        "cloudformation:DescribeStackEvents",
        "cloudformation:DescribeStacks",
        "cloudformation:UpdateStack",
      ]),
      ...on(stackRole, ["iam:PassRole"], { "iam:PassedToService": "cloudformation.amazonaws.com" }),
    ],
    [`orders+stack-${stack}+eu-central-1`]: [
      ...on(packaged, ["s3:GetObject"], ours),
      ...on(key, ["kms:Decrypt"], throughS3),
      ...on(functionsRole, ["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"], boundary),
      ...on(functionsRole, ["iam:GetRole", "iam:DeleteRole", "iam:UpdateAssumeRolePolicy", "iam:TagRole"]),
      ...on(functionsRole, ["iam:PassRole"], { "iam:PassedToService": "lambda.amazonaws.com" }),
      ...on(arn("lambda", `function:${stack}-Orders-1A2B`), [
        "lambda:AddPermission",
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:UpdateFunctionCode",
      ]),
      ...on(arn("logs", `log-group:/aws/lambda/${stack}-Orders-1A2B`), [
        "logs:CreateLogGroup",
        "logs:PutRetentionPolicy",
      ]),
    ],
  };
  return { account, stackRole, functionsRole, action, needs };
}

const first = deployment("staging", staging, "Staging");
const second = deployment("prod", prod, "Production");

describe("a pipeline that deploys to two other accounts", () => {
  let environment: Environment;

  before(async () => {
    const { resources, policies, diagnostics, status } = await previewOf("prod", "examples/function-two-accounts");
    const mandatory = policies.flatMap(({ violations }) => violations).filter(({ level }) => level === "mandatory");
    assert.deepEqual([status, mandatory, diagnostics], [0, [], []]);
    const accountOf = (name: string) =>
      /Staging|orders-staging/.test(name) ? staging : /Production|orders-prod/.test(name) ? prod : home;
    const documents = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    const roles = resources
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map(({ inputs }): Role => {
        const name = String(inputs.name);
        const policy = documents.find(({ inputs: { role } }) => role === name);
        return {
          name,
          arn: roleArn(accountOf(name), name),
          trust: JSON.parse(String(inputs.assumeRolePolicy)),
          policy: JSON.parse(String(policy?.inputs.policy)),
        };
      });
    const policyOf = (type: string, name: string) =>
      JSON.parse(String(resources.find((each) => each.type === type && nameOf(each.urn) === name)?.inputs.policy));
    environment = {
      stack: "prod",
      account: home,
      roles,
      resourcePolicies: new Map([
        ...roles.map(({ arn, trust }) => [arn, trust] as const),
        [store, policyOf("aws:s3/bucketPolicy:BucketPolicy", "orders-artifacts-store-policy")],
        [key, policyOf("aws:kms/key:Key", "orders-artifacts-key")],
      ]),
    };
  });

  const roleOf = (name: string) => environment.roles.find((role) => role.name === name) ?? assert.fail(name);
  const answers = (name: string, requests: readonly Request[]): Promise<[Decision, string][]> =>
    Promise.all(
      requests.map(
        async (request): Promise<[Decision, string]> => [
          await decideInContext(environment, roleOf(name), request),
          `${request.action} ${request.resource}`,
        ],
      ),
    );
  const allowedOf = async (name: string, requests: readonly Request[]) =>
    (await answers(name, requests)).filter(([decision]) => decision === "Allowed").map(([, text]) => text);

  for (const { account, needs, stackRole } of [first, second]) {
    it(`can run step by step in ${account}: start, assume, read, decrypt, apply, report`, async () => {
      for (const [name, requests] of Object.entries(needs)) {
        const refused = (await answers(name, requests)).filter(([decision]) => decision !== "Allowed");
        assert.deepEqual([name, refused], [name, []]);
      }
      const assume = { action: "sts:AssumeRole", resource: stackRole, context: { "aws:SourceAccount": account } };
      assert.equal(await decideForOther(environment, "cloudformation.amazonaws.com", assume), "Allowed");
      const forOther = { ...assume, context: { "aws:SourceAccount": home } };
      assert.notEqual(await decideForOther(environment, "cloudformation.amazonaws.com", forOther), "Allowed");
    });
  }

  it("keeps staging away from production, and each role from the work of the others", async () => {
    const every = [...Object.entries(first.needs), ...Object.entries(second.needs)];
    for (const [name, own] of every) {
      const mine = every.filter(([other]) => other === name).flatMap(([, requests]) => requests);
      const known = new Set([...own, ...mine].map(({ action, resource }) => `${action} ${resource}`));
      const others = every
        .flatMap(([, requests]) => requests)
        .filter(({ action, resource }) => !known.has(`${action} ${resource}`))
        // Stack role and action role both read artifacts.
        .filter(({ resource }) => !resource.startsWith(store) && resource !== key);
      assert.ok(others.length > 10);
      assert.deepEqual([name, await allowedOf(name, others)], [name, []]);
    }
  });

  it("denies the neighbours of each request", async () => {
    const { functionsRole, account } = first;
    const stackRole = `orders+stack-orders-staging+eu-central-1`;
    const lambda = (name: string) => `arn:aws:lambda:eu-central-1:${account}:function:${name}`;
    const denied: Request[] = [
      ...on(functionsRole, ["iam:CreateRole", "iam:AttachRolePolicy", "iam:DeleteRolePermissionsBoundary"]),
      ...on(functionsRole, ["iam:CreateRole"], {
        "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
      ...on(functionsRole, ["iam:PassRole"], { "iam:PassedToService": "ec2.amazonaws.com" }),
      ...on(roleArn(account, "orders-staging-admin"), ["iam:CreateRole", "iam:PassRole"], {
        "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/orders-staging-boundary`,
        "iam:PassedToService": "lambda.amazonaws.com",
      }),
      ...on(`arn:aws:iam::${account}:policy/orders-staging-boundary`, ["iam:CreatePolicyVersion", "iam:DeletePolicy"]),
      ...on(lambda("orders-stagingx"), ["lambda:UpdateFunctionCode"]),
      ...on(lambda("payroll"), ["lambda:CreateFunction", "lambda:InvokeFunction"]),
      ...on(lambda("orders-staging-Orders-1A2B"), ["lambda:InvokeFunction"]),
      ...on("arn:aws:apigateway:eu-central-1::/restapis", ["apigateway:POST"], { "aws:ResourceAccount": account }),
      ...on(`${store}/orders/Build/a1`, ["s3:PutObject", "s3:DeleteObject"], ours),
      ...on("arn:aws:s3:::payroll/a", ["s3:GetObject"], { ...ours, "aws:ResourceAccount": account }),
      ...on(key, ["kms:Decrypt"], { ...throughS3, "kms:ResourceAliases": ["alias/payroll"] }),
      ...on(key, ["kms:Decrypt"], { ...throughS3, "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::payroll" }),
      ...on(key, ["kms:Encrypt", "kms:GenerateDataKey", "kms:PutKeyPolicy"], throughS3),
    ];
    assert.deepEqual(await allowedOf(stackRole, denied), []);
    const deployer = first.action;
    assert.deepEqual(
      await allowedOf(deployer, [
        ...on(first.stackRole, ["iam:PassRole"], { "iam:PassedToService": "lambda.amazonaws.com" }),
        ...on(first.stackRole, ["sts:AssumeRole"]),
        ...on(`arn:aws:cloudformation:eu-central-1:${staging}:stack/payroll/1`, ["cloudformation:UpdateStack"]),
        ...on(`arn:aws:cloudformation:eu-central-1:${staging}:stack/orders-staging/1`, ["cloudformation:DeleteStack"]),
        ...on(`${store}/orders/Build/a1`, ["s3:PutObject"], ours),
        ...on(key, ["kms:Encrypt", "kms:GenerateDataKey"], alias),
      ]),
      [],
    );
  });

  it("opens bucket, key and roles to no other principal of the other accounts", async () => {
    const stranger = roleArn(staging, "payroll");
    const requests = [
      ...on(packaged, ["s3:GetObject", "s3:PutObject"], ours),
      ...on(key, ["kms:Decrypt"], throughS3),
      ...on(roleArn(prod, second.action), ["sts:AssumeRole"]),
    ];
    for (const request of requests) {
      assert.notEqual(await decideForOther(environment, stranger, request), "Allowed", request.action);
    }
  });

  it("runs every function role behind a boundary that allows its logs and traces alone", async () => {
    const { resources } = await previewOf("prod", "examples/function-two-accounts");
    const boundaries = resources.filter(({ type }) => type === "aws:iam/policy:Policy");
    assert.deepEqual(
      boundaries.map(({ inputs }) => [
        inputs.name,
        JSON.parse(String(inputs.policy)).Statement.flatMap(({ Action }: { Action: string[] }) => Action),
      ]),
      ["orders-prod-boundary", "orders-staging-boundary"].map((name) => [
        name,
        [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "xray:PutTelemetryRecords",
          "xray:PutTraceSegments",
        ],
      ]),
    );
  });
});
