import assert from "node:assert/strict";
import { type Environment, type Role, readApprovers, readEnvironment, roleOf } from "./iam/environment";
import { attemptsOn } from "./iam/gate-attempts";
import { type Decision, decide, type Request } from "./iam/simulate";

const stack = "prod";

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
    assert.equal(everybody.length, 17);
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
    const granted = { Effect: "Allow", Action: "*", Resource: "*" };
    const builds = ["image", "deploy", "destroy-preview", "destroy-run"];

    /** A build role with its own document and a grant of everything. */
    function almighty(name: string): Role {
      const role = roleOf(environment, `shop-${stack}-${name}-us-east-1`);
      const { Statement: statements } = role.policy as { Statement: object[] };
      return { ...role, policy: { Version: "2012-10-17", Statement: [granted, ...statements] } };
    }

    for (const { way, requests, guarded } of attemptsOn(stack).filter((attempt) => attempt.guarded)) {
      assert.ok(guarded);
      it(`${way}`, async () => {
        const roles = builds.map(almighty).filter(({ name }) => !isPreviewsOwn(way, name));
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

/** The preview must write the plan. */
function isPreviewsOwn(way: string, name: string): boolean {
  return way === "replaces the plan that was approved" && name.includes("destroy-preview");
}
