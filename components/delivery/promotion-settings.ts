import { z } from "zod";
import { accountId, imageRepositoryName, regionName, roleArnSchema } from "../aws/names";
import { roleSettingsShape } from "../aws/role-settings";
import { type AwsScope, partitionOf } from "../aws/scope";
import { approverProblems } from "../destroy/approvers";
import { approverGroup } from "../destroy/settings";
import { severities } from "../recipes/copy-image";
import type { Lenient } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { allowedKeys, distinct, matching, shown } from "../schema/vocabulary";
import type { DeliverySettings } from "./settings";

const pattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const environment = matching(pattern, "give the environment in lower case, such as staging");

/** The other side of a promotion: where it is, and the name that its names start with. */
const partnerShape = {
  /** The other environment, such as `staging`: the name of its stack. */
  environment,
  /**
   * The name of its DeliveryEnvironment.
   * @default - application and environment, such as `shop-staging`
   */
  name: matching(pattern, "give the name of a DeliveryEnvironment, such as shop-staging").optional(),
  /**
   * Its account, 12 digits in quotation marks.
   * @default - the account in its stack file, or that of this environment
   */
  account: accountId.optional(),
  /**
   * Its region.
   * @default - the region in its stack file, or that of this environment
   */
  region: regionName.optional(),
  /**
   * The IAM path of its roles.
   * @default - `rolePath` in its stack file, `/` if the file gives none, and without a file that of this environment
   */
  rolePath: roleSettingsShape.rolePath,
};

const sender = allowedKeys({
  ...partnerShape,
  /**
   * The name of its ECR repository.
   * @default - `image` in its stack file, or its name
   */
  repositoryName: imageRepositoryName.optional(),
});

const receiver = allowedKeys({
  ...partnerShape,
  /**
   * The ARNs of roles of the other account that pull the images from this registry, such as the execution roles of ECS
   * tasks.
   * @default - none: the other environment copies the images
   */
  pulledBy: distinct(z.array(roleArnSchema).min(1).max(20)).optional(),
});

const orName = <Form extends z.ZodType>(form: Form) =>
  z.union([environment, form], {
    error: ({ input }) => `is ${shown(input)}: give an environment, such as staging, or an object with environment`,
  });

/** How a release moves between environments. */
export const promoteSchema = allowedKeys({
  /**
   * The environments that deploy the releases of this one. After its tests, the pipeline records commit and image, and
   * starts the pipeline of each environment. Needs `test`.
   * @default - none
   */
  to: z.array(orName(receiver)).min(1).max(5).optional(),
  /**
   * The environment whose releases this one deploys. No push starts the pipeline, and it builds no image: it verifies
   * commit and digest, and deploys by digest.
   * @default - a push starts the pipeline, which builds the image
   */
  from: orName(sender).optional(),
  /**
   * Whether the image is copied by digest into the own registry, or pulled from the registry of the sender, whose images
   * must not expire then.
   * @default "copy"
   */
  image: z.enum(["copy", "pull"]).optional(),
  /**
   * The scan of the copied image by ECR or Inspector as a condition of the deployment.
   * @default - findings are not looked at
   */
  scan: allowedKeys({
    /** Severities of findings that end the execution. An image that cannot be scanned ends it as well. */
    refusedSeverities: distinct(z.array(z.enum(severities)).min(1)),
  }).optional(),
  /**
   * Whether people approve a release before its plan as well. The plan runs the program of the commit with a role that
   * reads; the sender vouches for the commit by tests that the commit brings.
   * @default false
   */
  approveBeforePlan: z.boolean().optional(),
  /**
   * Whether images are signed with a KMS key of the sender. With `to`, the build that records a release signs its image
   * after the tests. With `from`, an image without a signature that the key of the sender verifies ends the execution.
   * The copy of the image has the signature too. The sender needs the same setting. A break-glass start needs no
   * signature.
   * @default false
   */
  signature: z.boolean().optional(),
  /**
   * The approvers of a start past the sender: of a commit and an image that the sender has not recorded. Such a start
   * gives a reason, waits for these people, and is recorded. Needs `approval`.
   * @default - no such start is possible
   */
  breakGlass: allowedKeys({
    ...approverGroup.shape,
    /**
     * How long the pipeline waits for this approval, in minutes: 5 to 1440.
     * @default 60
     */
    approvalTimeoutInMinutes: z.int().min(5).max(1440).optional(),
  }).optional(),
});

export type PromoteSettings = z.input<typeof promoteSchema>;

/** One side of a promotion as settings name it. */
export type PartnerSettings = NonNullable<PromoteSettings["from"]> | NonNullable<PromoteSettings["to"]>[number];

/** Settings of a partner as an object. */
export type PartnerObject = Exclude<PartnerSettings, string>;

/** The settings of a partner, whichever form they have. */
export function partnerObject(partner: PartnerSettings): PartnerObject {
  return typeof partner === "string" ? { environment: partner } : partner;
}

/** An environment on one side of a promotion. */
export interface PromotionSide {
  /** The name of the DeliveryEnvironment: every name on that side starts with it. */
  readonly name: string;
  readonly scope: AwsScope;
}

/** The name of the DeliveryEnvironment of an environment, unless settings give another one. */
export function defaultPartnerName(application: string, of: string): string {
  return `${application}-${of}`;
}

/** The place and the name of a partner. */
export function sideOf(scope: AwsScope, application: string, partner: PartnerSettings): PromotionSide {
  const { environment: of, name = defaultPartnerName(application, of), ...place } = partnerObject(partner);
  const { account = scope.account, region = scope.region, rolePath = scope.rolePath } = place;
  return {
    name,
    scope: { account, region, partition: scope.partition, ...(rolePath !== undefined && { rolePath }) },
  };
}

type Parts = Lenient<DeliverySettings>;

/** The longest message of an approval that also names commit, image, execution and plan. */
const longestMessage = 300;

/** Lists the problems of a promotion: halves that contradict each other, or other settings. */
export function promotionProblems(parts: Parts): Problem[] {
  const { promote } = parts;
  if (promote === undefined) {
    return [];
  }
  const { from, to } = promote;
  return [
    ...(from === undefined && to === undefined
      ? [
          {
            path: "promote",
            reason: "names no environment: give to, from, or both",
          },
        ]
      : []),
    ...within("promote", [
      ...(from === undefined ? receiverOnlyProblems(promote) : receivingProblems(parts)),
      ...(to === undefined ? [] : sendingProblems(parts, to)),
      ...partitionProblems(parts),
    ]),
    ...(from === undefined ? [] : receiverSettingsProblems(parts)),
    ...pulledProblems(parts),
  ];
}

type Promote = NonNullable<Parts["promote"]>;

function receiverOnlyProblems(promote: Promote): Problem[] {
  return (["image", "scan", "breakGlass", "approveBeforePlan"] as const)
    .filter((key) => promote[key] !== undefined)
    .map((path) => ({ path, reason: "is for an environment that receives releases: add from, or remove it" }));
}

function receivingProblems({ promote = {}, account, approval }: Parts): Problem[] {
  const { image = "copy", scan, breakGlass, to } = promote;
  return [
    ...(image === "pull" && scan !== undefined
      ? [
          {
            path: "scan",
            reason: `is for copied images, and image is "pull": the findings are the sender's. Give image: copy, or remove scan`,
          },
        ]
      : []),
    ...(image === "pull" && to !== undefined
      ? [
          {
            path: "image",
            reason: `is "pull", and to promotes further: the next environment needs the registry of this one. Give copy`,
          },
        ]
      : []),
    ...(breakGlass === undefined
      ? []
      : within(
          "breakGlass",
          approverProblems({ first: breakGlass }, account, false).map(({ path, reason }) => ({
            path: path.replace(/^first\./, ""),
            reason,
          })),
        )),
    // A condition that fails to evaluate skips its stage: an untested release must meet a second person.
    ...(breakGlass !== undefined && approval === undefined
      ? [
          {
            path: "breakGlass",
            reason:
              "is set without approval, and its own approval would be the only one: add approval, or remove breakGlass",
          },
        ]
      : []),
  ];
}

function sendingProblems({ promote = {}, test, application = "" }: Parts, to: NonNullable<Promote["to"]>): Problem[] {
  const names = [promote.from, ...to].map((partner) => environmentOf(partner));
  const sides = to.map((partner) => nameOf(application, partner));
  return [
    ...(test === undefined
      ? [{ path: "to", reason: "is set, and nothing tests the release: add test, whose success is recorded" }]
      : []),
    ...to.flatMap((partner, index) => [
      ...(environmentOf(partner) !== undefined && environmentOf(partner) === names[0]
        ? [
            {
              path: `to[${index}]`,
              reason: `is ${shown(names[0])}, which from names as well: releases would move in a circle. Remove one of them`,
            },
          ]
        : []),
      ...(sides[index] !== undefined && sides.indexOf(sides[index]) < index
        ? [{ path: `to[${index}]`, reason: `is ${shown(sides[index])} a second time: give each environment once` }]
        : []),
    ]),
  ];
}

/** The sender cannot know which of its images a receiver runs, so none may expire. */
function pulledProblems({ promote: { to = [] } = {}, image = {} }: Parts): Problem[] {
  const puller = to.find((partner) => typeof partner === "object" && partner.pulledBy !== undefined);
  return puller === undefined
    ? []
    : (["keepImages", "expireImagesAfterDays"] as const)
        .filter((key) => image[key] !== undefined)
        .map((key) => ({
          path: `image.${key}`,
          reason: `is ${shown(image[key])}, and could expire an image that ${environmentOf(puller)} pulls and runs: remove it, or let ${environmentOf(puller)} copy images`,
        }));
}

/** The environment of a partner, whose settings may be incomplete. */
export function environmentOf(partner: Lenient<PartnerSettings> | undefined): string | undefined {
  return typeof partner === "object" ? partner.environment : partner;
}

function nameOf(application: string, partner: NonNullable<Promote["to"]>[number]): string | undefined {
  const of = environmentOf(partner);
  const given = typeof partner === "object" ? partner.name : undefined;
  return given ?? (of === undefined ? undefined : defaultPartnerName(application, of));
}

function partitionProblems({ promote = {}, region }: Parts): Problem[] {
  const partners = [
    ...(promote.from === undefined ? [] : [{ path: "from", partner: promote.from }]),
    ...(promote.to ?? []).map((partner, index) => ({ path: `to[${index}]`, partner })),
  ];
  return partners.flatMap(({ path, partner }) => {
    const other = typeof partner === "object" ? partner.region : undefined;
    return region === undefined || other === undefined || partitionOf(other) === partitionOf(region)
      ? []
      : [
          {
            path: `${path}.region`,
            reason: `is in the partition ${partitionOf(other)}, and ${region} is in ${partitionOf(region)}: a release moves within one partition`,
          },
        ];
  });
}

/** Settings of an image that a receiver may have: those of its repository. */
const ofRepository = [
  "repositoryName",
  "existingRepositoryName",
  "keepImages",
  "expireImagesAfterDays",
  "protectedTags",
  "pulledBy",
  "tagDeployments",
];

function receiverSettingsProblems({ image = {}, promote, approval, plan }: Parts): Problem[] {
  const mayHave = promote?.image === "pull" ? [] : ofRepository;
  const reason =
    promote?.image === "pull"
      ? "is of an own repository, and promote.image is pull: remove it"
      : "is of a build of the image, and promote.from receives images that are built already: remove it";
  const planned = approval !== undefined && plan !== false;
  const twice = promote?.approveBeforePlan === true;
  return [
    ...(twice && !planned
      ? [
          {
            path: "promote.approveBeforePlan",
            reason: "is true, and there is no plan: add approval, or remove it",
          },
        ]
      : []),
    ...Object.keys(image)
      .filter((key) => !mayHave.includes(key))
      .map((key) => ({ path: `image.${key}`, reason })),
    ...((approval?.message?.length ?? 0) > longestMessage
      ? [
          {
            path: "approval.message",
            reason: `has ${approval?.message?.length} characters, and the approval of a promoted release names commit, image and tests as well: give at most ${longestMessage}`,
          },
        ]
      : []),
    ...(planned && !twice && approval?.reviewUrl !== undefined
      ? [
          {
            path: "approval.reviewUrl",
            reason:
              "is set, and the approval of a promoted release links to its plan: remove it, set promote.approveBeforePlan: true, or plan: false",
          },
        ]
      : []),
  ];
}
