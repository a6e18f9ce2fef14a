import assert from "node:assert/strict";
import { effort } from "../support/runs";
import { accounts, readEnvironment, roleOf, type StackName } from "./iam/environment";
import { everyRequest } from "./iam/every-request";
import { needsOf } from "./iam/needs";
import { siblingsOf } from "./iam/resources";
import { couldBeAllowed, decide, type Request } from "./iam/simulate";

// AWS allows this request to everybody. No policy can deny it.
const everybodys = ["sts:GetCallerIdentity *"];

for (const stack of Object.keys(accounts) as StackName[]) {
  describe(`of all that AWS knows, the roles of the ${stack} stack`, () => {
    const needs = needsOf(stack);
    const siblings = Object.values(siblingsOf(stack));

    for (const [name, needed] of needs) {
      it(`let ${name} do what it needs and nothing else`, async () => {
        const environment = await readEnvironment(stack);
        const role = roleOf(environment, name);
        const services = new Set(["iam", "sts", "kms", "s3", ...needed.map(({ action }) => prefixOf(action))]);
        const own = needed.map(({ resource }) => resource).filter((resource) => resource !== "*");
        const context = Object.assign({}, ...needed.map((request) => request.context));
        const allowed: string[] = [];
        let asked = 0;
        for (const request of await everyRequest(services, [...new Set([...own, ...siblings])], context)) {
          asked += 1;
          // `npm run test:full` simulates the requests that IAM denies by default too.
          const isOpen = effort > 1 || everybodys.includes(said(request)) || couldBeAllowed(environment, role, request);
          if (isOpen && (await decide(environment, role, request)) === "Allowed") {
            allowed.push(said(request));
          }
        }
        assert.deepEqual(allowed.sort(), [...needed.map(said), ...everybodys].sort());
        assert.ok(asked > 20 * needed.length, `only ${asked} requests were asked`);
      });
    }
  });
}

function said({ action, resource }: Request): string {
  return `${action} ${resource}`;
}

function prefixOf(action: string): string {
  return action.slice(0, action.indexOf(":"));
}
