import assert from "node:assert/strict";
import { accounts, type Environment, readEnvironment, roleOf, type StackName } from "./iam/environment";
import { forbiddenIn } from "./iam/forbidden";
import { needsOf } from "./iam/needs";
import { resourcesOf } from "./iam/resources";
import { type Decision, decide, type Request } from "./iam/simulate";

const stacks = Object.keys(accounts) as StackName[];

for (const stack of stacks) {
  describe(`the roles of the ${stack} stack`, () => {
    const needs = needsOf(stack);
    let environment: Environment;

    before(async () => {
      environment = await readEnvironment(stack);
    });

    it("are those of the pipeline, its actions and its builds", () => {
      assert.deepEqual(environment.roles.map(({ name }) => name).sort(), [...needs.keys()].sort());
    });

    for (const [name, requests] of needs) {
      it(`let ${name} do its work`, async () => {
        assert.deepEqual(await answersOtherThan(["Allowed"], environment, name, requests), []);
      });

      it(`let ${name} do nothing that nobody may do`, async () => {
        const forbidden = forbiddenIn(stack, name);
        assert.deepEqual(
          await answersOtherThan(["ImplicitlyDenied", "ExplicitlyDenied"], environment, name, forbidden),
          [],
        );
      });

      it(`let ${name} become no role but those that act for it`, async () => {
        const own = requests.filter(({ action }) => action === "sts:AssumeRole").map(({ resource }) => resource);
        const others = environment.roles.filter(({ arn }) => !own.includes(arn));
        const requested = others.map(({ arn }) => ({ action: "sts:AssumeRole", resource: arn }));
        assert.deepEqual(
          await answersOtherThan(["ImplicitlyDenied", "ExplicitlyDenied"], environment, name, requested),
          [],
        );
      });
    }

    it("store artifacts over TLS only, encrypted only, and under no key of another account", async () => {
      const { object, key } = resourcesOf(stack);
      const name = `shop-${stack}-pipeline+us-east-1`;
      const upload = needs.get(name)?.find(({ action }) => action === "s3:PutObject");
      assert.equal(upload?.resource, object);
      const foreign = key.replace(environment.account, "999999999999");
      const changes: Record<string, string>[] = [
        { "aws:SecureTransport": "false" },
        { "s3:x-amz-server-side-encryption": "AES256" },
        { "s3:x-amz-server-side-encryption-aws-kms-key-id": foreign },
      ];
      const refused = changes.map((change) => ({ ...upload, context: { ...upload.context, ...change } }));
      const bare = { "aws:ResourceAccount": environment.account, "aws:SecureTransport": "true" };
      assert.deepEqual(
        await answersOtherThan(["ExplicitlyDenied"], environment, name, [...refused, { ...upload, context: bare }]),
        [],
      );
      const elsewhere = { ...upload, context: { ...upload.context, "aws:ResourceAccount": "999999999999" } };
      assert.deepEqual(await answersOtherThan(["ImplicitlyDenied"], environment, name, [elsewhere]), []);
    });
  });
}

/** Requests with an unexpected decision. */
async function answersOtherThan(
  expected: readonly Decision[],
  environment: Environment,
  name: string,
  requests: readonly Request[],
): Promise<string[]> {
  assert.ok(requests.length > 0);
  const role = roleOf(environment, name);
  const answers = await Promise.all(
    requests.map(async (request) => ({ ...request, decision: await decide(environment, role, request) })),
  );
  return answers
    .filter(({ decision }) => !expected.includes(decision))
    .map(({ action, resource, context, decision }) => `${decision}: ${action} ${resource} ${JSON.stringify(context)}`);
}
