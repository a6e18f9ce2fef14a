import { accountOf, keyAliasArn, objectArn, pipelineArn, repositoryArn, roleArn, topicArn } from "../aws/arn";
import { keyAlias, nameLimits, physicalName } from "../aws/physical-name";
import { actionRoleName, pipelineRoleName, projectRoleName } from "../aws/role-names";
import type { AwsScope } from "../aws/scope";
import { projectMachine } from "../codebuild/machine-settings";
import { ownApproverProblems } from "../destroy/approvers";
import type { DestroySettings } from "../destroy/settings";
import { type PlannedApprover, planApprover } from "../iam/approver-plan";
import { releaseBucketPolicy } from "../iam/bucket-policy";
import { releaseStoreEnd, signingKeyEnd } from "../iam/gate-tag";
import { repositoryUri } from "../iam/image-access";
import { keyPolicyOfFutureUsers, signingKeyPolicy } from "../iam/key-policy";
import {
  copyImages,
  type ImagePlace,
  type ReleaseStoreName,
  readFindings,
  readRecords,
  receiverPolicy,
  type SigningKeyName,
  seeImages,
  signImages,
  startPipeline,
  verifySignatures,
  writeRecords,
} from "../iam/release-access";
import { type RolePolicies, rolePolicies } from "../iam/role-policies";
import { allowStatement, deny, type Statement } from "../iam/statement";
import { roleTrust } from "../iam/trust";
import type { Build } from "../pipelines/plan/planned-builds";
import { copyImage } from "../recipes/copy-image";
import type { ImageSigner } from "../recipes/image-signature";
import type { RepositoryPlace } from "../recipes/image-uri";
import { recordBreakGlass, recordRelease } from "../recipes/record-release";
import { breakGlassFolder, type ReleaseStorePlace, releaseFolder } from "../recipes/release";
import { verifyRelease } from "../recipes/verify-release";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import type { PlannedTopic } from "./pipeline-plan";
import { type PromotionSide, sideOf } from "./promotion-settings";
import type { DeliverySettings } from "./settings";

/** The stage that records a release and starts the next pipelines. */
export const promoteStage = "Promote";

/** The stage that deploys. */
export const deployStage = "Deploy";

/** The stage and the action of the approval of a break-glass start. */
export const breakGlassApproval = { stage: "BreakGlass", action: "Approve" } as const;

/** An environment whose pipeline a release starts. */
interface Receiver extends PromotionSide {
  /** ARNs of roles that pull the images from here. */
  readonly pulledBy: readonly string[];
}

/** An environment whose releases are deployed. */
interface Sender extends PromotionSide {
  readonly repositoryName: string;
}

/** A promotion, with both sides by the names that each of them has. */
export interface Promotion {
  readonly own: PromotionSide;
  readonly from: Sender | undefined;
  readonly to: readonly Receiver[];
  /** Whether the image is copied into an own registry. */
  readonly copies: boolean;
  /** The registry that deployments take the image from. */
  readonly image: ImagePlace;
  readonly breakGlass: NonNullable<NonNullable<DeliverySettings["promote"]>["breakGlass"]> | undefined;
  readonly scan: NonNullable<NonNullable<DeliverySettings["promote"]>["scan"]> | undefined;
  /** Whether releases are signed where they are promoted from, and verified where they are promoted to. */
  readonly signature: boolean;
}

/** Reads both sides of a promotion; undefined without one. */
export function readPromotion(
  scope: AwsScope,
  name: string,
  { application, promote }: Pick<DeliverySettings, "application" | "promote">,
  repositoryName: string,
): Promotion | undefined {
  if (promote === undefined) {
    return undefined;
  }
  const { from, to = [], image = "copy", breakGlass, scan, signature = false } = promote;
  const sender = from === undefined ? undefined : senderOf(sideOf(scope, application, from), from);
  const copies = image === "copy";
  return {
    own: { name, scope },
    from: sender,
    to: to.map((partner) => ({ ...sideOf(scope, application, partner), pulledBy: pulledBy(partner) })),
    copies,
    image: sender === undefined || copies ? { scope, repositoryName } : sender,
    breakGlass,
    scan,
    signature,
  };
}

type Promote = NonNullable<DeliverySettings["promote"]>;

function senderOf(side: PromotionSide, from: NonNullable<Promote["from"]>): Sender {
  const { repositoryName = side.name } = typeof from === "string" ? {} : from;
  return { ...side, repositoryName };
}

function pulledBy(to: NonNullable<Promote["to"]>[number]): readonly string[] {
  return typeof to === "string" ? [] : (to.pulledBy ?? []);
}

/** The names of one side that the other side uses. */
export const promotionNames = {
  pipeline: ({ name }: PromotionSide) => `${name}-pipeline`,
  verifyProject: ({ name }: PromotionSide) => `${name}-verify`,
  /** The build that copies the image. In an environment without sender, it builds the image. */
  copyProject: ({ name }: PromotionSide) => `${name}-image`,
  recordProject: ({ name }: PromotionSide) => `${name}-release`,
  breakGlassProject: ({ name }: PromotionSide) => `${name}-break-glass`,
  breakGlassTopic: ({ name }: PromotionSide) => `${name}-break-glass-approvers`,
  /** The action that starts a receiver. Its role has this name in either account. */
  startAction: ({ name }: PromotionSide) => `Start-${name}`,
} as const;

/** The name of the component and the physical names of a release store. Its end tells the guard of builds that it is one. */
export function releaseStoreOf(
  side: Pick<PromotionSide, "name" | "scope">,
): ReleaseStoreName & { readonly name: string } {
  const { account, region } = side.scope;
  const name = `${side.name}${releaseStoreEnd}`;
  const end = `${releaseStoreEnd}-${account}-${region}`;
  return {
    name,
    scope: side.scope,
    bucketName: `${physicalName([side.name], nameLimits.bucket - end.length)}${end}`,
    keyAlias: keyAlias(name),
  };
}

/** The name of the component and the alias of the key that signs the images of an environment. */
function signingKeyOf(side: Pick<PromotionSide, "name" | "scope">): SigningKeyName & { readonly name: string } {
  const name = `${side.name}${signingKeyEnd}`;
  return { name, scope: side.scope, keyAlias: keyAlias(name) };
}

/** The signer of the images of an environment, as builds on both sides name it. */
function signerOf(side: PromotionSide, { scope, repositoryName }: ImagePlace): ImageSigner {
  return {
    repository: placeOfImage({ scope, repositoryName }),
    repositoryUri: repositoryUri(scope, repositoryName),
    keyAliasArn: keyAliasArn(side.scope, signingKeyOf(side).keyAlias),
  };
}

/** The ARN of the role of a build on one side. */
function projectRole({ scope }: PromotionSide, projectName: string): string {
  return roleArn(scope, projectRoleName(projectName, scope.region));
}

/** The role that starts a receiver from another account. The receiver creates it, and the sender names it. */
function startRoleName(sender: PromotionSide, receiver: PromotionSide): string {
  const pipelineName = promotionNames.pipeline(sender);
  return actionRoleName(pipelineName, promoteStage, [promotionNames.startAction(receiver)], sender.scope.region);
}

/** The ARN of the role that starts a receiver, if the receiver is in another account. */
export function startRoleArn(sender: PromotionSide, receiver: PromotionSide): string | undefined {
  return sender.scope.account === receiver.scope.account
    ? undefined
    : roleArn(receiver.scope, startRoleName(sender, receiver));
}

/** ARNs of roles that use the image repository of an environment beside its partners. */
interface RegistryUsers {
  /** Roles that tag deployed images. */
  readonly taggers: readonly string[];
  /** Roles of other accounts that pull images, as settings name them. */
  readonly pullers: readonly string[];
}

/** The builds of a promotion, by project name. They run no file of the commit, on an image of AWS. */
export function planPromotionBuilds(
  promotion: Promotion,
  { builds: { architecture } = {}, logRetentionInDays = 365 }: Pick<DeliverySettings, "builds" | "logRetentionInDays">,
): Record<string, Build> {
  const { own, from, to, copies, image, breakGlass, scan, signature } = promotion;
  const machine = projectMachine(architecture === undefined ? {} : { architecture });
  const store = releaseStoreOf(own);
  const self = { environment: own.name, pipelineName: promotionNames.pipeline(own), store: placeOfStore(store) };
  const build = (
    description: string,
    timeoutInMinutes: number,
    rest: Pick<Build, "buildspec" | "permissions">,
  ): Build => ({
    description,
    ...machine,
    timeoutInMinutes,
    // Who vouched for what is known for a year, however soon the logs of other builds are of no use.
    ...(logRetentionInDays < 365 && { logRetentionInDays: 365 as const }),
    ...rest,
  });
  return {
    ...(from && {
      [promotionNames.verifyProject(own)]: build(`Verifies that ${from.name} tested the releases of ${own.name}`, 10, {
        buildspec: verifyRelease({
          environment: from.name,
          pipelineName: promotionNames.pipeline(from),
          store: placeOfStore(releaseStoreOf(from)),
          repository: placeOfImage(from),
          breakGlass: breakGlass !== undefined,
          ...(signature && { signer: signerOf(from, from) }),
        }),
        permissions: [
          ...readRecords(releaseStoreOf(from), releaseFolder),
          seeImages(from, signature),
          ...(signature ? [verifySignatures(signingKeyOf(from))] : []),
        ],
      }),
    }),
    ...(from &&
      copies && {
        [promotionNames.copyProject(own)]: build(`Copies images from ${from.name} to ${own.name}`, 60, {
          buildspec: copyImage({
            from: placeOfImage(from),
            to: placeOfImage(image),
            ...(scan && { refusedSeverities: scan.refusedSeverities }),
            signature: copiesSignature(promotion),
          }),
          permissions: [...copyImages(from, image), ...(scan ? readFindings(image) : [])],
        }),
      }),
    ...(breakGlass && {
      [promotionNames.breakGlassProject(own)]: build(`Records break-glass releases of ${own.name}`, 10, {
        buildspec: recordBreakGlass(self),
        permissions: [writeRecords(store, breakGlassFolder)],
      }),
    }),
    ...(to.length > 0 && {
      [promotionNames.recordProject(own)]: build(`Records releases of ${own.name}`, 10, {
        buildspec: recordRelease({
          ...self,
          repository: placeOfImage(image),
          deployStage,
          startsByPush: from === undefined,
          ...(signature && { signer: signerOf(own, image) }),
        }),
        permissions: [
          writeRecords(store, releaseFolder),
          signature ? signImages(image) : seeImages(image, false),
          allowStatement({
            sid: "SeeExecutions",
            actions: ["codepipeline:GetPipelineState", ...(from ? [] : ["codepipeline:GetPipelineExecution"])],
            resources: [pipelineArn(own.scope, self.pipelineName)],
          }),
        ],
      }),
    }),
  };
}

/** Whether the copy brings the signature along. An environment that promotes further signs its copy with its own key. */
export function copiesSignature({ copies, signature, to }: Promotion): boolean {
  return copies && signature && to.length === 0;
}

function placeOfStore({ scope: { account, region }, bucketName }: ReleaseStoreName): ReleaseStorePlace {
  return { account, region, bucketName };
}

function placeOfImage({ scope: { account, region }, repositoryName }: ImagePlace): RepositoryPlace {
  return { account, region, repositoryName };
}

/** The release store of an environment with its policies. */
export interface PlannedReleaseStore {
  readonly name: string;
  readonly bucketName: string;
  readonly bucketPolicy: string;
  readonly keyPolicy: string;
}

/** The key that signs the images of an environment. */
export interface PlannedSigningKey {
  readonly name: string;
  readonly description: string;
  readonly policy: string;
}

/** The role by which the pipeline of a sender in another account starts the own pipeline. */
export interface PlannedStartRole {
  readonly roleName: string;
  readonly description: string;
  readonly trust: string;
  readonly policies: RolePolicies;
}

/** Everything that a promotion adds to an environment beside builds and stages. */
export interface PromotionPlan {
  readonly sides: Promotion;
  readonly store: PlannedReleaseStore | undefined;
  readonly signingKey: PlannedSigningKey | undefined;
  readonly startRole: PlannedStartRole | undefined;
  /** The policy of the image repository: who pushes, and which roles of other accounts receive images. */
  readonly repositoryPolicy: string | undefined;
  readonly topics: readonly PlannedTopic[];
  /** Grants of the approval of break-glass starts. */
  readonly approvers: readonly PlannedApprover[];
}

/**
 * Plans the release store, the signing key, the start role, the policy of the registry and the approvers of a promotion.
 */
export function planPromotion(promotion: Promotion, { taggers, pullers }: RegistryUsers): PromotionPlan {
  const { own, from, to, breakGlass, signature } = promotion;
  const { scope } = own;
  const pipelineName = promotionNames.pipeline(own);
  const { stage, action } = breakGlassApproval;
  return {
    sides: promotion,
    store: to.length > 0 || breakGlass ? planStore(promotion) : undefined,
    signingKey: signature && to.length > 0 ? planSigningKey(promotion) : undefined,
    startRole:
      from && from.scope.account !== scope.account
        ? {
            roleName: startRoleName(from, own),
            description: `Starts ${pipelineName} for releases of ${from.name} in account ${from.scope.account}`,
            trust: roleTrust(
              from.scope,
              roleArn(from.scope, pipelineRoleName(promotionNames.pipeline(from), from.scope.region)),
            ),
            policies: rolePolicies([startPipeline(scope, pipelineName)], scope.managedPoliciesOnly),
          }
        : undefined,
    repositoryPolicy: planRepositoryPolicy(promotion, { taggers, pullers }),
    topics: breakGlass ? [{ topicName: promotionNames.breakGlassTopic(own), emails: breakGlass.notify }] : [],
    approvers: (breakGlass?.principals ?? []).map((arn) => planApprover(scope, pipelineName, stage, action, arn)),
  };
}

function planStore({ own, to, breakGlass }: Promotion): PlannedReleaseStore {
  const { scope } = own;
  const { name, bucketName } = releaseStoreOf(own);
  const writers = [
    ...(to.length > 0 ? [projectRole(own, promotionNames.recordProject(own))] : []),
    ...(breakGlass ? [projectRole(own, promotionNames.breakGlassProject(own))] : []),
  ];
  const readers = to.map((receiver) => projectRole(receiver, promotionNames.verifyProject(receiver)));
  const others = to
    .filter(({ scope: { account } }) => account !== scope.account)
    .map((receiver) => projectRole(receiver, promotionNames.verifyProject(receiver)));
  return {
    name,
    bucketName,
    bucketPolicy: releaseBucketPolicy(scope, bucketName, writers, others),
    keyPolicy: keyPolicyOfFutureUsers(scope, {
      roles: { encrypt: writers, decrypt: readers, publish: [] },
      logGroups: [],
      imageRepository: false,
    }),
  };
}

function planSigningKey({ own, to }: Promotion): PlannedSigningKey {
  return {
    name: signingKeyOf(own).name,
    description: `Signs images of ${own.name}`,
    policy: signingKeyPolicy(own.scope, {
      signers: [projectRole(own, promotionNames.recordProject(own))],
      verifiers: to.map((receiver) => projectRole(receiver, promotionNames.verifyProject(receiver))),
    }),
  };
}

function planRepositoryPolicy(
  { own, to, signature }: Promotion,
  { taggers, pullers }: RegistryUsers,
): string | undefined {
  const { scope } = own;
  const others = to.filter((receiver) => receiver.scope.account !== scope.account);
  return receiverPolicy(scope, {
    push:
      to.length > 0
        ? [
            projectRole(own, promotionNames.copyProject(own)),
            ...(signature ? [projectRole(own, promotionNames.recordProject(own))] : []),
            ...taggers,
          ]
        : [],
    signed: signature,
    verify: others.map((receiver) => projectRole(receiver, promotionNames.verifyProject(receiver))),
    copy: others
      .filter(({ pulledBy: roles }) => roles.length === 0)
      .map((receiver) => projectRole(receiver, promotionNames.copyProject(receiver))),
    pull: [...others.flatMap(({ pulledBy: roles }) => roles), ...pullers],
  });
}

/** The ARN of the topic that tells the approvers of break-glass starts. */
export function breakGlassTopicArn({ own }: Promotion): string {
  return topicArn(own.scope, promotionNames.breakGlassTopic(own));
}

/** The ARNs of the roles in other accounts that start receivers. The receivers create them. */
export function listStartRoles({ own, to }: Promotion): string[] {
  return to.flatMap((receiver) => startRoleArn(own, receiver) ?? []);
}

/** Whether a build belongs to the promotion: it runs fixed commands, and no file of the commit. */
function isOfPromotion({ own, from }: Promotion, projectName: string): boolean {
  const { verifyProject, copyProject, recordProject, breakGlassProject } = promotionNames;
  const names = [verifyProject, recordProject, breakGlassProject, ...(from ? [copyProject] : [])];
  return names.some((nameOf) => nameOf(own) === projectName);
}

/** Folders of the records that builds write. */
const recordFolders = [
  [promotionNames.recordProject, releaseFolder],
  [promotionNames.breakGlassProject, breakGlassFolder],
] as const;

/** The ARN of the records that a build writes, and nothing else; undefined for every other build. */
export function recordsOf({ own }: Promotion, projectName: string): string | undefined {
  const [, folder] = recordFolders.find(([nameOf]) => nameOf(own) === projectName) ?? [];
  return folder === undefined ? undefined : objectArn(own.scope, releaseStoreOf(own).bucketName, `${folder}/*`);
}

/** Patterns of the guarded actions on images, short because they are about one repository. None reads. */
const imageChanges = ["ecr:*Del*", "ecr:*agResource", "ecr:Put*", "ecr:Rep*", "ecr:Set*"];

/**
 * Denies builds of the commit all changes of the images. So the build of the image alone decides the digest that is
 * tested, recorded and deployed.
 */
export function guardImages(promotion: Promotion, projectName: string): Statement[] {
  const { own, copies, image } = promotion;
  return projectName === promotionNames.copyProject(own) || isOfPromotion(promotion, projectName) || !copies
    ? []
    : [
        deny({
          sid: "GuardImages",
          actions: imageChanges,
          resources: [repositoryArn(image.scope, image.repositoryName)],
        }),
      ];
}

/** Gives builds, by project name, the registry of the sender, if releases are pulled from there. */
export function fromRegistry(
  promotion: Promotion | undefined,
  builds: Readonly<Record<string, Build>>,
): Readonly<Record<string, Build>> {
  if (promotion === undefined || promotion.copies) {
    return builds;
  }
  const variable = registryVariable(promotion);
  return Object.fromEntries(
    Object.entries(builds).map(([projectName, build]) => [
      projectName,
      { ...build, environmentVariables: { ...build.environmentVariables, ...variable } },
    ]),
  );
}

/** Gives a destroy the registry of the sender, if releases are pulled from there. */
export function withRegistry(
  settings: DestroySettings | undefined,
  promotion: Promotion | undefined,
): DestroySettings | undefined {
  return settings === undefined || promotion === undefined || promotion.copies
    ? settings
    : { ...settings, environmentVariables: { ...settings.environmentVariables, ...registryVariable(promotion) } };
}

function registryVariable({ image: { scope, repositoryName } }: Promotion) {
  return { IMAGE_REPOSITORY_URI: { value: repositoryUri(scope, repositoryName) } };
}

/** Lists the problems of a promotion that only the name of the environment and its roles show. */
export function promotionPlanProblems(
  name: string,
  {
    promotion,
    roleNames,
    destroy,
  }: {
    readonly promotion: PromotionPlan | undefined;
    readonly roleNames: readonly string[];
    readonly destroy: { readonly roleNames: readonly string[] } | undefined;
  },
): Problem[] {
  if (promotion === undefined) {
    return [];
  }
  const { own, from, to, breakGlass } = promotion.sides;
  const sides = [
    ...(from ? [{ path: "promote.from", side: from }] : []),
    ...to.map((side, index) => ({ path: `promote.to[${index}]`, side })),
  ];
  return [
    ...sides
      .filter(({ side }) => placeOf(side) === placeOf(own))
      .map(({ path }) => ({ path, reason: `is ${shown(name)}, this environment itself: name another one` })),
    ...to.flatMap(({ pulledBy: roles, scope }, index) =>
      roles.flatMap((arn, at) =>
        accountOf(arn) === scope.account
          ? []
          : [
              {
                path: `promote.to[${index}].pulledBy[${at}]`,
                reason: `is of account ${accountOf(arn)}: give a role of account ${scope.account}, which receives the releases`,
              },
            ],
      ),
    ),
    ...(breakGlass === undefined
      ? []
      : within(
          "promote.breakGlass",
          ownApproverProblems({ first: breakGlass }, [...roleNames, ...(destroy?.roleNames ?? [])]).map((problem) => ({
            ...problem,
            path: problem.path.replace(/^first\./, ""),
          })),
        )),
  ];
}

function placeOf({ name, scope: { account, region } }: PromotionSide): string {
  return [account, region, name].join(" ");
}
