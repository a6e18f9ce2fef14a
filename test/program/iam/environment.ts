import assert from "node:assert/strict";
import { nameOf, previewOf, type Registered, type StackPreview } from "../support/preview";

/** A role that a preview registered. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly trust: unknown;
  readonly policy: unknown;
}

/** All documents of a stack that decide about access. */
export interface Environment {
  readonly stack: string;
  readonly account: string;
  readonly roles: readonly Role[];
  /** Resource policies, by ARN. */
  readonly resourcePolicies: ReadonlyMap<string, unknown>;
}

export const accounts = { dev: "111122223333", staging: "222233334444", prod: "333344445555" } as const;
export type StackName = keyof typeof accounts;

/** Ids of the keys. AWS would assign them. In a key policy `*` means the key itself. */
export const keyId = "11111111-2222-4333-8444-555555555555";
export const destroyKeyId = "66666666-2222-4333-8444-555555555555";
export const releaseKeyId = "77777777-2222-4333-8444-555555555555";
export const signingKeyId = "88888888-2222-4333-8444-555555555555";

/** Reads the documents of a stack from its preview. Refuses a stack with kinds of documents that it does not read. */
export async function readEnvironment(stack: StackName): Promise<Environment> {
  const account = accounts[stack];
  const preview = await previewOf(stack);
  assert.deepEqual(ofType(preview, "aws:kms/keyPolicy:KeyPolicy"), []);
  return environmentOf(stack, account, preview);
}

/** Documents that a preview registered. All keys have one id, except the key of the destroy pipeline. */
export function environmentOf(stack: string, account: string, preview: StackPreview): Environment {
  // The ARN of an attached policy is unknown: its name tells.
  const attached = ofType(preview, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ urn, inputs }) => {
    const name = nameOf(urn).replace("-role-attachment-", "-role-policy-");
    const policy = ofType(preview, "aws:iam/policy:Policy").find((made) => nameOf(made.urn) === name);
    assert.ok(policy, `${name} is not made`);
    return { role: inputs.role, policy: document(policy.inputs.policy) };
  });
  assert.equal(ofType(preview, "aws:iam/policy:Policy").length, attached.length);

  const inline = ofType(preview, "aws:iam/rolePolicy:RolePolicy");
  const roles = ofType(preview, "aws:iam/role:Role").map(({ inputs }) => {
    const own = inline.filter(({ inputs: { role } }) => role === inputs.name);
    // A channel of a chat needs a role, and no permission.
    const expected = String(inputs.name).includes("+chat+") ? 0 : 1;
    assert.equal(own.length, expected, `${inputs.name} has ${own.length} policies`);
    return {
      name: String(inputs.name),
      arn: `arn:aws:iam::${account}:role/${inputs.name}`,
      trust: document(inputs.assumeRolePolicy),
      policy: joined([
        ...own.map((each) => document(each.inputs.policy)),
        ...attached.filter(({ role }) => role === inputs.name).map(({ policy }) => policy),
      ]),
    };
  });
  const bucketPolicies = ofType(preview, "aws:s3/bucketPolicy:BucketPolicy").map(
    ({ inputs }) => [`arn:aws:s3:::${inputs.bucket}`, document(inputs.policy)] as const,
  );
  const topicPolicies = ofType(preview, "aws:sns/topic:Topic").map(
    ({ inputs }) => [`arn:aws:sns:${inputs.region}:${account}:${inputs.name}`, document(inputs.policy)] as const,
  );
  const keyIds = {
    "-destroy-artifacts-key": destroyKeyId,
    "-release-artifacts-key": releaseKeyId,
    "-image-signature-key": signingKeyId,
  };
  const keyPolicies = ofType(preview, "aws:kms/key:Key").map(({ inputs, urn }) => {
    const [, id] = Object.entries(keyIds).find(([end]) => nameOf(urn).endsWith(end)) ?? ["", keyId];
    return [`arn:aws:kms:${inputs.region}:${account}:key/${id}`, document(inputs.policy)] as const;
  });
  // A program may replace the policy of its key.
  const laterKeyPolicies = ofType(preview, "aws:kms/keyPolicy:KeyPolicy").map(
    ({ inputs }) => [`arn:aws:kms:${inputs.region}:${account}:key/${keyId}`, document(inputs.policy)] as const,
  );
  const repositoryPolicies = ofType(preview, "aws:ecr/repositoryPolicy:RepositoryPolicy").map(({ inputs }) => {
    const resource = `arn:aws:ecr:${inputs.region}:${account}:repository/${inputs.repository}`;
    // ECR's own policies name no resource.
    return [resource, document(inputs.policy)] as const;
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
      ...laterKeyPolicies,
      ...repositoryPolicies,
    ]),
  };
}

/** The same environment in another account: account ids are the only thing about an account in its documents. */
export function moveTo({ account, ...environment }: Environment, to: string): Environment {
  const { resourcePolicies, ...rest } = environment;
  const moved = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(account, to));
  return { ...moved(rest), account: to, resourcePolicies: new Map(moved([...resourcePolicies])) };
}

/** Existing roles that a stack adds grants to: the roles of approvers, with these grants only. */
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

/** Returns the role of a name. */
export function roleOf(environment: Environment, name: string): Role {
  const found = environment.roles.find((role) => role.name === name);
  assert.ok(found, `there is no role ${name}`);
  return found;
}

function ofType({ resources }: StackPreview, type: string): Registered[] {
  return resources.filter((resource) => resource.type === type);
}

/** One document with the statements of all. */
function joined([first, ...others]: readonly unknown[]): unknown {
  const statements = [first, ...others].flatMap((each) => Object(each).Statement);
  return others.length === 0 ? first : { ...Object(first), Statement: statements };
}

function document(text: unknown): unknown {
  return JSON.parse(String(text));
}
