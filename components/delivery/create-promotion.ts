import * as ecr from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import { type AwsScope, withoutRoles } from "../aws/scope";
import { createApproverGrants } from "../iam/approver-grants";
import { createRole } from "../iam/role";
import type { ImageRepository } from "../registries/image-repository";
import { createSigningKey } from "../storage/key";
import type { PrivateBucket } from "../storage/private-bucket";
import { ReleaseStore } from "../storage/release-store";
import type { PromotionPlan } from "./promotion";

/** Arguments of {@link createPromotion}. */
interface PromotionParts {
  readonly scope: AwsScope;
  readonly plan: PromotionPlan;
  readonly accessLogs: PrivateBucket | undefined;
  readonly protect: boolean;
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * Creates what a promotion needs before the pipeline starts, and returns the resources that the pipeline waits for. The
 * release store, the signing key, the role by which another account starts the pipeline, and break-glass grants belong
 * to it.
 */
export function createPromotion(
  name: string,
  { scope, plan, accessLogs, protect, tags }: PromotionParts,
  parent: pulumi.Resource,
): pulumi.Resource[] {
  const { store, signingKey, startRole, approvers } = plan;
  const child = { parent };
  const kept = { parent, ...(protect && { protect }) };
  const created: pulumi.Resource[] = [];
  if (store !== undefined) {
    const args = { ...store, scope: withoutRoles(scope), retainOnDelete: protect, accessLogs, tags };
    created.push(new ReleaseStore(store.name, args, kept));
  }
  if (signingKey !== undefined) {
    const { name: key, ...args } = signingKey;
    created.push(
      ...createSigningKey(key, { ...args, region: scope.region, tags }, { ...kept, retainOnDelete: protect }),
    );
  }
  if (startRole !== undefined) {
    createRole(`${name}-start-role`, { ...startRole, settings: scope, tags }, child);
  }
  createApproverGrants(`${name}-break-glass-approver`, scope, approvers, tags, child);
  return created;
}

/**
 * Keeps the images of a repository by its policy: lets roles of other accounts receive and, with a promotion, only its
 * build push. The owner of an existing repository keeps its policy, and gets the statements to add.
 */
export function shareImages(
  name: string,
  { region }: AwsScope,
  policy: string | undefined,
  repository: ImageRepository | undefined,
  existingRepositoryName: string,
  parent: pulumi.Resource,
): void {
  if (policy === undefined) {
    return;
  }
  if (repository !== undefined) {
    new ecr.RepositoryPolicy(
      `${name}-images-policy`,
      { region, repository: repository.repositoryName, policy },
      { parent },
    );
    return;
  }
  const statements = JSON.stringify(JSON.parse(policy).Statement, undefined, 2);
  pulumi.log.info(
    `Add these statements to the policy of the repository ${existingRepositoryName}:\n${statements}`,
    parent,
  );
}
