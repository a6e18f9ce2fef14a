import type * as pulumi from "@pulumi/pulumi";
import { withoutRoles } from "../aws/scope";
import { ArtifactBucket } from "../storage/artifact-bucket";
import { storeKey } from "../storage/store-key";
import { listArtifactUsers, storeKeyUsers } from "./plan/artifact-users";
import { logGroupArnsIn } from "./plan/log-groups";
import { otherAccountRoles } from "./plan/other-accounts";
import type { PipelinePlan } from "./plan/plan";

/** An existing artifact store of one region. */
export interface RegionalStore {
  /** The name of the bucket. Plain, since the roles' documents name it. */
  artifactBucketName: string;
  /**
   * The ARN of the customer key in that region. The roles' own documents name a key given as text. The policy of a key
   * that is made in the same program must let the roles use it.
   */
  encryptionKeyArn: pulumi.Input<string>;
}

/** @internal */
export interface RegionalStoresArgs {
  readonly plan: PipelinePlan;
  /** The stores that are there: that of the pipeline's own region, and existing ones of other regions. */
  readonly given: Readonly<Record<string, RegionalStore>>;
  /** Resources to create before the keys: the roles that their policies name. */
  readonly keyUsers: readonly pulumi.Input<pulumi.Resource>[];
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** @internal */
export interface PipelineStores {
  /** All stores, in the shape that the AWS provider takes; it wants the region named where there are several. */
  readonly artifactStores: ArtifactStore[];
  /** Those that are made, by region. */
  readonly made: Record<string, ArtifactBucket>;
  /** Resources that the new stores need before they can keep artifacts. */
  readonly ready: pulumi.Input<pulumi.Resource>[];
}

interface ArtifactStore {
  readonly region?: string;
  readonly type: string;
  readonly location: string;
  readonly encryptionKey: { readonly type: string; readonly id: pulumi.Input<string> };
}

/**
 * Makes the store of each region that a pipeline acts in and that none is given for.
 *
 * @internal
 */
export function createRegionalStores(name: string, args: RegionalStoresArgs, parent: pulumi.Resource): PipelineStores {
  const { plan, given } = args;
  const made: Record<string, ArtifactBucket> = {};
  const ready: pulumi.Input<pulumi.Resource>[] = [];
  const artifactStores = Object.entries(plan.buckets).map(([region, location], _, { length }) => {
    let key = given[region]?.encryptionKeyArn;
    if (key === undefined) {
      const store = createStore(name, region, location, args, parent);
      made[region] = store;
      ready.push(store);
      key = store.keyArn;
    }
    return { ...(length > 1 && { region }), type: "S3", location, encryptionKey: { type: "KMS", id: key } };
  });
  return { artifactStores, made, ready };
}

function createStore(
  name: string,
  region: string,
  bucketName: string,
  { plan, keyUsers, tags }: RegionalStoresArgs,
  parent: pulumi.Resource,
): ArtifactBucket {
  const { scope: home } = plan.context;
  const scope = { ...home, region };
  const users = listArtifactUsers(plan, region);
  const keyUsersOfStore = storeKeyUsers(users, logGroupArnsIn(plan, region));
  return new ArtifactBucket(
    `${name}-${region}`,
    {
      ...withoutRoles(scope),
      bucketName,
      otherAccountRoles: otherAccountRoles(users, home),
      key: storeKey(`Pipeline ${name}`, scope, keyUsersOfStore, [...keyUsers], `regionalStores.${region}`),
      writers: keyUsersOfStore.roles.encrypt,
      tags,
    },
    { parent },
  );
}
