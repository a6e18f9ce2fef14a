import assert from "node:assert/strict";
import { nameOf, previewOf, type Registered, type StackPreview } from "../support/preview";

/** A role as a preview registered it. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly trust: unknown;
  readonly policy: unknown;
}

/** Everything of one stack that decides who may do what. */
export interface Environment {
  readonly stack: string;
  readonly account: string;
  readonly roles: readonly Role[];
  /** The documents of what has a policy of its own, by ARN. */
  readonly resourcePolicies: ReadonlyMap<string, unknown>;
}

export const accounts = { dev: "111122223333", staging: "222233334444", prod: "333344445555" } as const;
export type StackName = keyof typeof accounts;

/** The ids of keys are AWS's to choose; a key's policy says `*`, which is whatever key it is attached to. */
export const keyId = "11111111-2222-4333-8444-555555555555";
export const destroyKeyId = "66666666-2222-4333-8444-555555555555";

/** Reads the documents that the preview of a stack registered, and refuses a stack that has more than are read here. */
export async function readEnvironment(stack: StackName): Promise<Environment> {
  const account = accounts[stack];
  const preview = await previewOf(stack);
  const keys = ofType(preview, "aws:kms/keyPolicy:KeyPolicy").map(({ urn }) => nameOf(urn));
  assert.deepEqual(keys.sort(), [`shop-${stack}-destroy-key-policy`, `shop-${stack}-key-policy`]);
  return environmentOf(stack, account, preview);
}

/** The documents that a preview registered; the one key of each region has the same id, but for that of what destroys. */
export function environmentOf(stack: string, account: string, preview: StackPreview): Environment {
  const attached = preview.resources.filter(({ type }) => /^aws:iam\/(policy|.*Attachment):/.test(type));
  assert.deepEqual(attached, []);

  const inline = ofType(preview, "aws:iam/rolePolicy:RolePolicy");
  const roles = ofType(preview, "aws:iam/role:Role").map(({ inputs }) => {
    const own = inline.filter(({ inputs: { role } }) => role === inputs.name);
    assert.equal(own.length, 1, `${inputs.name} has ${own.length} policies`);
    return {
      name: String(inputs.name),
      arn: `arn:aws:iam::${account}:role/${inputs.name}`,
      trust: document(inputs.assumeRolePolicy),
      policy: document(own[0]?.inputs.policy),
    };
  });
  const bucketPolicies = ofType(preview, "aws:s3/bucketPolicy:BucketPolicy").map(
    ({ inputs }) => [`arn:aws:s3:::${inputs.bucket}`, document(inputs.policy)] as const,
  );
  const topicPolicies = ofType(preview, "aws:sns/topicPolicy:TopicPolicy").map(
    ({ inputs, urn }) =>
      [
        `arn:aws:sns:${inputs.region}:${account}:${nameOf(urn).replace(/-policy$/, "")}`,
        document(inputs.policy),
      ] as const,
  );
  const keyPolicies = ofType(preview, "aws:kms/keyPolicy:KeyPolicy").map(({ inputs, urn }) => {
    const id = nameOf(urn).endsWith("-destroy-key-policy") ? destroyKeyId : keyId;
    return [`arn:aws:kms:${inputs.region}:${account}:key/${id}`, document(inputs.policy)] as const;
  });
  return {
    stack,
    account,
    roles,
    resourcePolicies: new Map([
      ...roles.map(({ arn, trust }) => [arn, trust] as const),
      ...bucketPolicies,
      ...topicPolicies,
      ...keyPolicies,
    ]),
  };
}

/** The roles that were there before and that a stack grants something: those of approvers, with their grants alone. */
export async function readApprovers(stack: StackName): Promise<Role[]> {
  const preview = await previewOf(stack);
  const made = ofType(preview, "aws:iam/role:Role").map(({ inputs }) => inputs.name);
  return ofType(preview, "aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs: { role } }) => !made.includes(role))
    .map(({ inputs }) => ({
      name: String(inputs.role),
      arn: `arn:aws:iam::${accounts[stack]}:role/${inputs.role}`,
      trust: undefined,
      policy: document(inputs.policy),
    }));
}

/** The role of that name. */
export function roleOf(environment: Environment, name: string): Role {
  const found = environment.roles.find((role) => role.name === name);
  assert.ok(found, `there is no role ${name}`);
  return found;
}

function ofType({ resources }: StackPreview, type: string): Registered[] {
  return resources.filter((resource) => resource.type === type);
}

function document(text: unknown): unknown {
  return JSON.parse(String(text));
}
