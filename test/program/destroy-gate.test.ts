import assert from "node:assert/strict";
import {
  accounts,
  type Environment,
  moveTo,
  type Role,
  readApprovers,
  readEnvironment,
  roleOf,
  type StackName,
} from "./iam/environment";
import { attemptsOn } from "./iam/gate-attempts";
import { gateTable, tableOnPage, whoOnPage } from "./iam/gate-table";
import { withGateTag } from "./iam/gate-tags";
import { gateOf, resourcesOf } from "./iam/resources";
import { type Decision, decide, decideForOther, type Request } from "./iam/simulate";
import { previewOf } from "./support/preview";

const stack = "prod";

/** A role with its own document, and a grant of everything in it. */
function withGrantOfEverything(role: Role): Role {
  const { Statement: statements } = role.policy as { Statement: object[] };
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  return { ...role, policy: { Version: "2012-10-17", Statement: [everything, ...statements] } };
}

function isBuild(roleName: string): boolean {
  return !roleName.includes("+");
}

describe("the way to a destroyed stack", () => {
  let environment: Environment;
  let everybody: Role[];

  before(async () => {
    environment = await readEnvironment(stack);
    everybody = [...environment.roles, ...(await readApprovers(stack))];
  });

  /** Names of the roles for which IAM returns one of the answers to any of the requests. */
  async function answered(roles: readonly Role[], requests: readonly Request[], answers: readonly Decision[]) {
    const found: string[] = [];
    for (const role of roles) {
      const decisions = await Promise.all(requests.map((request) => decide(environment, role, request)));
      if (decisions.some((decision) => answers.includes(decision))) {
        found.push(role.name);
      }
    }
    return found.sort();
  }

  it("is looked at by all roles of the environment and all who approve", () => {
    assert.deepEqual(
      everybody
        .filter(({ trust }) => trust === undefined)
        .map(({ name }) => name)
        .sort(),
      ["platform-leads", "shop-leads"],
    );
    assert.equal(everybody.length, 22);
  });

  for (const { way, requests, work } of attemptsOn(stack)) {
    const whom = work.length === 0 ? "nobody" : `nobody but ${work.join(" and ")}`;
    it(`is gone by ${whom} who ${way}`, async () => {
      const expected = everybody.filter(({ name }) => work.some((end) => name.endsWith(end)));
      assert.equal(expected.length, work.length);
      assert.deepEqual(
        await answered(everybody, requests, ["Allowed", "NoSuchRequest"]),
        expected.map(({ name }) => name).sort(),
      );
    });
  }

  describe("stays closed to a build whose settings grant everything, which", () => {
    const builds = ["image", "plan", "deploy", "destroy-preview", "destroy-run"];

    const almighty = (name: string) => withGrantOfEverything(roleOf(environment, `shop-${stack}-${name}-us-east-1`));

    for (const { way, requests: plain, work, guarded } of attemptsOn(stack).filter((one) => one.guarded !== false)) {
      it(`${way}`, async () => {
        const requests =
          guarded === "tag" ? await Promise.all(plain.map((request) => withGateTag(request, stack))) : plain;
        const roles = builds.map(almighty).filter(({ name }) => !work.some((end) => name.endsWith(end)));
        const open = await answered(roles, requests, ["Allowed", "ImplicitlyDenied", "NoSuchRequest"]);
        assert.deepEqual(open, []);
      });
    }

    it("may do everything else, or the grant would not be what it says", async () => {
      const request = { action: "ecs:DeleteService", resource: "arn:aws:ecs:us-east-1:333344445555:service/other/web" };
      assert.equal((await answered(builds.map(almighty), [request], ["Allowed"])).length, builds.length);
    });
  });
});

describe("the tag of a gate", () => {
  /** Names of gates in the tags of a stack, by the number of resources that have them. */
  async function tagged(name: StackName): Promise<Record<string, number>> {
    const { resources } = await previewOf(name);
    const gates = resources.flatMap(({ type, inputs }) =>
      type.startsWith("aws:") && inputs.tags !== undefined ? [String(Object(inputs.tags)["aws-pipelines:gate"])] : [],
    );
    return Object.fromEntries([...new Set(gates)].map((gate) => [gate, gates.filter((each) => each === gate).length]));
  }

  it("is on all resources of an environment with an approval, and of every destroy pipeline", async () => {
    assert.deepEqual(Object.keys(await tagged("prod")).sort(), ["shop-prod", "shop-prod-destroy"]);
    assert.deepEqual(Object.keys(await tagged("dev")).sort(), ["shop-dev-destroy", "undefined"]);
  });
});

describe("docs/destroy.md", () => {
  let environment: Environment;
  let everybody: Role[];

  before(async () => {
    environment = await readEnvironment(stack);
    everybody = [...environment.roles, ...(await readApprovers(stack))];
  });

  it("has the table of ways that are simulated here", () => {
    assert.equal(tableOnPage(), gateTable());
  });

  /** Ways that are the work of the roles in each row of "Who can do what". Other rows are about no role of the stack. */
  const rows: Readonly<Record<string, Readonly<Record<string, readonly string[]>> | undefined>> = {
    "anyone who can push to the branch": undefined,
    "a role of `approvers.first`": { "shop-leads": ["gives the first approval"] },
    "a role of `approvers.second`": { "platform-leads": ["gives the second approval"] },
    "the role of the action Destroy": {
      "shop-prod-destroy-pipeline+Destroy+Destroy+us-east-1": ["starts the build that destroys"],
    },
    "the role of List, with Terraform": undefined,
    "the role of the preview": {
      "shop-prod-destroy-preview-us-east-1": [
        "replaces the plan that was approved",
        "forges the log that approvers read",
      ],
    },
    "the role that destroys": {
      "shop-prod-destroy-run-us-east-1": ["forges the log of destroying", "reads the token that writes the state"],
    },
    "builds of the delivery pipeline": {
      "shop-prod-image-us-east-1": ["pushes or tags an image that production pulls"],
      "shop-prod-plan-us-east-1": ["replaces the plan of the delivery", "forges the log of that plan"],
      "shop-prod-deploy-us-east-1": ["reads the token that writes the state"],
    },
    "builds of another environment of the account": undefined,
  };

  it("has these rows about who can do what", () => {
    assert.deepEqual(whoOnPage(), Object.keys(rows));
  });

  for (const [name, ways] of Object.values(rows).flatMap((row) => Object.entries(row ?? {}))) {
    it(`lets ${name} go no other way than its own work`, async () => {
      const role = everybody.find((each) => each.name === name);
      assert.ok(role, `there is no role ${name}`);
      const open: string[] = [];
      for (const { way, requests } of attemptsOn(stack)) {
        const decisions = await Promise.all(requests.map((request) => decide(environment, role, request)));
        if (decisions.includes("Allowed") || decisions.includes("NoSuchRequest")) {
          open.push(way);
        }
      }
      assert.deepEqual(open, ways);
    });
  }
});

describe("a role of the account that carries no guard and may do everything", () => {
  const nobody = "arn:aws:iam::333344445555:role/nobody-in-particular";
  const { bucket, key: gateKey, object } = gateOf(stack);
  const own = resourcesOf(stack);
  const upload = (key: string) => ({
    "aws:SecureTransport": "true",
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
  });

  for (const [what, resource, context] of [
    ["the plan or the source of a destroy", object, upload(gateKey)],
    ["the plan under a key of its own", object, upload(own.key)],
    ["the source that is delivered", own.object, upload(own.key)],
    ["the access logs of the plan", `${bucket}-logs/log`, { "aws:SecureTransport": "true" }],
  ] as const) {
    it(`cannot write ${what}`, async () => {
      const environment = await readEnvironment(stack);
      const request = { action: "s3:PutObject", resource, context };
      assert.equal(await decideForOther(environment, nobody, request), "ExplicitlyDenied");
    });
  }
});

describe("two environments of one account", () => {
  const pairs = [
    ["dev", "prod"],
    ["prod", "dev"],
  ] as const;

  for (const [attacker, victim] of pairs) {
    describe(`keep every role of ${attacker} away from the gate of ${victim}, which`, () => {
      let environment: Environment;
      let roles: Role[];

      before(async () => {
        const [own, other] = await Promise.all([readEnvironment(attacker), readEnvironment(victim)]);
        const moved = moveTo(own, accounts[victim]);
        roles = [...moved.roles, ...moved.roles.filter(({ name }) => isBuild(name)).map(withGrantOfEverything)];
        environment = other;
      });

      for (const { way, requests } of attemptsOn(victim)) {
        it(way, async () => {
          const open: string[] = [];
          for (const request of await Promise.all(requests.map((one) => withGateTag(one, victim)))) {
            for (const role of roles) {
              const decision = await decide(environment, role, request);
              if (decision === "Allowed" || decision === "NoSuchRequest") {
                open.push(`${role.name}: ${request.action}`);
              }
            }
          }
          assert.deepEqual(open, []);
        });
      }
    });
  }
});
