import { z } from "zod";
import { bucketName, keyAliasName, keyArnSchema } from "../aws/names";
import { secretReference } from "../codebuild/environment-variable";
import { secretId } from "../iam/reference-access";
import type { StateLocation } from "../iam/state-access";
import { canLockInBucket } from "../recipes/terraform-cli";
import type { Lenient } from "../schema/lenient";
import type { Problem } from "../schema/problem";
import { allowedKeys, shown } from "../schema/vocabulary";
import { stateKey } from "../storage/state-bucket";

/** Where the state of what is deployed is kept. */
export const stateSchema = z.discriminatedUnion("backend", [
  allowedKeys({
    /** Keeps the state in a bucket of the environment's account and region, as a StateBackend makes it. */
    backend: z.literal("s3"),
    /** The name of the bucket. */
    bucketName,
    /** The alias of the key that the bucket encrypts with, without `alias/`. */
    keyAlias: keyAliasName,
    /**
     * The key of the object that holds Terraform's state; for Pulumi the name of the stack decides.
     * @default - Terraform needs it
     */
    key: stateKey.optional(),
  }),
  allowedKeys({
    /** Keeps the state of a Pulumi stack in Pulumi Cloud. */
    backend: z.literal("pulumi-cloud"),
    /** The name or ARN of the secret of Secrets Manager that holds an access token, and behind a colon a JSON key in it. */
    accessTokenSecret: secretReference,
    /**
     * The name or ARN of another secret, whose token only reads this stack. It is the token of a Pulumi Cloud team with
     * read access to it. The destroy preview uses the token, because the preview runs before anyone approves. The same
     * key encrypts both secrets.
     * @default - required with a destroy pipeline, not used otherwise
     */
    previewAccessTokenSecret: secretReference.optional(),
    /**
     * The ARN of the customer key that encrypts the secrets.
     * @default - the account's aws/secretsmanager key
     */
    keyArn: keyArnSchema.optional(),
  }),
]);

export type StateSettings = z.output<typeof stateSchema>;

/** The part of a deployment's settings that decides where its state can be. */
export type StateOwner =
  | { readonly tool: "pulumi"; readonly stack: string }
  | { readonly tool: "terraform"; readonly version: string };

/** The project and the stack of a name that a bucket knows, `organization/<project>/<stack>`. */
const stackInBucket = /^organization\/([^/]+)\/([^/]+)$/;

/**
 * Refuses state that its tool cannot use: Pulumi Cloud keeps no Terraform state, and permissions for a bucket need the
 * names of its objects. Settings that could not be read are passed over.
 *
 * @param place - path of the owner's settings
 */
export function stateProblems(
  state: Lenient<StateSettings> | undefined,
  owner: Lenient<StateOwner> | undefined,
  place: string,
): Problem[] {
  const problem = (path: string, reason: string): Problem[] => [{ path, reason }];
  if (state?.backend === "pulumi-cloud") {
    return owner?.tool === "terraform"
      ? problem("state.backend", 'is "pulumi-cloud", which keeps no state of Terraform: give s3')
      : [];
  }
  if (state?.backend !== "s3") {
    return [];
  }
  if (owner?.tool === "terraform") {
    return [
      ...(state.key === undefined
        ? problem("state.key", "is missing: give the key of the object, such as shop/dev/terraform.tfstate")
        : []),
      ...(owner.version === undefined || canLockInBucket(owner.version)
        ? []
        : problem(
            `${place}.version`,
            `is ${shown(owner.version)}, which is too old to lock state in a bucket: give 1.10.0 or newer`,
          )),
    ];
  }
  return [
    ...(state.key === undefined || owner === undefined
      ? []
      : problem("state.key", `is ${shown(state.key)}, and Pulumi names its objects itself: leave it out`)),
    ...(owner?.tool !== "pulumi" || owner.stack === undefined || stackInBucket.test(owner.stack)
      ? []
      : problem(
          `${place}.stack`,
          `is ${shown(owner.stack)}: for state in a bucket give organization/<project>/<stack>, with the word organization as it stands`,
        )),
  ];
}

/** Refuses a destroy preview that would hold a token which writes the stack. */
export function previewTokenProblems(state: Lenient<StateSettings> | undefined): Problem[] {
  if (state?.backend !== "pulumi-cloud") {
    return [];
  }
  const { accessTokenSecret, previewAccessTokenSecret } = state;
  const fix =
    "create a token of a Pulumi Cloud team that only reads this stack. Store it in a secret of its own, and give the name of that secret";
  const problem = (reason: string) => [{ path: "state.previewAccessTokenSecret", reason }];
  if (previewAccessTokenSecret === undefined) {
    return problem(`is missing, and the destroy preview runs before anyone approves: ${fix}`);
  }
  return accessTokenSecret !== undefined && secretId(accessTokenSecret) === secretId(previewAccessTokenSecret)
    ? problem(`is ${shown(previewAccessTokenSecret)}, the secret of the token that writes: ${fix}`)
    : [];
}

/** Where the state is, once {@link stateProblems} has none; nowhere in this account for Pulumi Cloud. */
export function findStateLocation(state: StateSettings, owner: StateOwner): StateLocation | undefined {
  if (state.backend === "pulumi-cloud") {
    return undefined;
  }
  const { bucketName: bucket, keyAlias: alias, key } = state;
  const place = (of: StateLocation["of"]) => ({ bucketName: bucket, keyAlias: alias, of });
  if (owner.tool === "terraform") {
    return key === undefined ? undefined : place({ key });
  }
  const [, project, stack] = stackInBucket.exec(owner.stack) ?? [];
  return project === undefined || stack === undefined ? undefined : place({ project, stack });
}
