import { partitionOfArn } from "../aws/arn";
import { boundaryProblems } from "../aws/role-settings";
import { partitionOf } from "../aws/scope";
import { machineProblems } from "../codebuild/machine-settings";
import { guardedResources } from "../destroy/guard";
import { guardedGrantProblems } from "../destroy/guarded-grants";
import { destroyPlanProblems, gateProblems, missingStateProblems, variableProblems } from "../destroy/problems";
import { destroyBranch } from "../destroy/settings";
import { gateStoreProblems } from "../iam/gate-reach";
import { previewTokenProblems, stateProblems } from "../infrastructure/state-settings";
import { notifyProblems } from "../notifications/problems";
import { destroyCommandProblems } from "../pipelines/validation/ungated-destroy";
import { imageExpiryProblems } from "../registries/image-repository-args";
import { isWithin, type Lenient, type Reading, readInput, unlessRefused } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { artifactStoreProblems, defaultExpireAfterDays } from "../storage/artifact-store-settings";
import { checkGrants, driftProblems, hasDrift, untoldDriftProblems } from "./drift-settings";
import { foreignPassRoleProblems } from "./foreign-grants";
import type { DeliveryPlan } from "./plan";
import { planSettingsProblems } from "./plan-settings";
import { promotionPlanProblems } from "./promotion";
import { promotionProblems } from "./promotion-settings";
import { selfUpdateProblems } from "./self-update-settings";
import { type DeliverySettings, deliverySettingsSchema } from "./settings";
import { accountsOfSettings, unusedAccountProblems } from "./targets";
import { targetVariableProblems } from "./update-action";
import { reservedProblems } from "./update-settings";

/** Settings that were read: the value if there is no problem, and all problems. */
export type DeliveryReading = Reading<DeliverySettings>;

/** Reads and checks the settings of an environment, once. */
export function readDelivery(settings: unknown): DeliveryReading {
  const reading = readInput(deliverySettingsSchema, settings);
  const refused = reading.problems;
  return {
    ...reading,
    problems: [...refused, ...unlessRefused(refused, settingsProblems(reading.parts ?? {}, refused))],
  };
}

type Parts = Lenient<DeliverySettings>;

/** Problems between settings. */
function settingsProblems(parts: Parts, refused: readonly Problem[]): Problem[] {
  const { account, deploy, test, plan, state, destroy, protect = false, permissionsBoundaryArn } = parts;
  const destroyVariables = destroy?.environmentVariables ?? deploy?.environmentVariables;
  return [
    ...boundaryProblems(permissionsBoundaryArn, account),
    ...foreignPassRoleProblems(parts, account),
    ...accountsProblems(parts),
    ...partitionProblems(parts),
    ...imageProblems(parts),
    ...within("builds", machineProblems(parts.builds ?? {})),
    ...stateProblems(state, deploy, "deploy"),
    ...(destroy ? missingStateProblems(deploy?.tool, parts) : []),
    ...(destroy ? previewTokenProblems(state) : []),
    ...(destroy ? within("destroy", gateProblems(destroy, { account, state, protect, destroyVariables })) : []),
    ...branchProblems(parts),
    ...destroyCommandProblems("test.commands", test?.commands),
    ...within("deploy.environmentVariables", [
      ...reservedProblems(deploy?.environmentVariables),
      ...variableProblems(deploy?.environmentVariables, state),
    ]),
    ...(typeof plan === "object"
      ? within("plan.environmentVariables", reservedProblems(plan.environmentVariables))
      : []),
    ...within("test.environmentVariables", [
      ...reservedProblems(test?.environmentVariables),
      ...variableProblems(test?.environmentVariables, undefined),
    ]),
    ...within("destroy.environmentVariables", reservedProblems(destroy?.environmentVariables)),
    ...storeProblems(parts),
    ...waitProblems(parts, refused),
    ...planSettingsProblems(parts),
    ...(hasDrift(parts) ? driftProblems({ drift: parts.drift, state }, { drift: "drift", state: "state" }) : []),
    ...untoldDriftProblems(parts),
    ...promotionProblems(parts),
    ...ownTargetProblems(parts),
    ...selfUpdateProblems(parts),
    ...(protect === true ? missingNotifyProblems(parts, "protect is true") : []),
    ...notifySettingsProblems(parts),
  ];
}

/** Problems between the settings that every kind of environment has. */
export function commonProblems(parts: Parts, refused: readonly Problem[]): Problem[] {
  const { account, protect = false, permissionsBoundaryArn, test } = parts;
  return [
    ...boundaryProblems(permissionsBoundaryArn, account),
    ...foreignPassRoleProblems(parts, account),
    ...accountsProblems(parts),
    ...partitionProblems(parts),
    ...imageProblems(parts),
    ...destroyCommandProblems("test.commands", test?.commands),
    ...within("test.environmentVariables", [
      ...reservedProblems(test?.environmentVariables),
      ...variableProblems(test?.environmentVariables, undefined),
    ]),
    ...storeProblems(parts),
    ...waitProblems(parts, refused),
    ...untoldDriftProblems(parts),
    ...selfUpdateProblems(parts),
    ...(protect === true ? missingNotifyProblems(parts, "protect is true") : []),
    ...notifySettingsProblems(parts),
  ];
}

/** Refuses production, by the name of the environment, that tells nobody. */
export function productionProblems(name: string, settings: { readonly notify?: unknown }): Problem[] {
  return isProduction(name) ? missingNotifyProblems(settings, `${name} is production by its name`) : [];
}

/** Problems of the name, of approvers and of grants that the plan shows. */
export function deliveryPlanProblems(name: string, settings: DeliverySettings, plan: DeliveryPlan): Problem[] {
  const { destroy, deploy, test } = settings;
  const guarded = plan.destroy ? guardedResources(plan.destroy.scope, plan.destroy.gate) : [];
  return [
    ...productionProblems(name, settings),
    ...promotionPlanProblems(name, plan),
    ...plan.targetProblems,
    ...(destroy && plan.destroy ? within("destroy", destroyPlanProblems(destroy, plan.destroy, plan.roleNames)) : []),
    ...guardedGrantProblems("deploy.permissions", deploy.permissions, guarded),
    ...guardedGrantProblems("test.permissions", test?.permissions, guarded),
    ...(typeof settings.plan === "object"
      ? guardedGrantProblems("plan.permissions", settings.plan.permissions, guarded)
      : []),
    ...guardedGrantProblems("drift.permissions", checkGrants(settings.drift), guarded),
  ];
}

/** Refuses accounts that no target names. A definition file has its targets itself. */
function accountsProblems(parts: Parts): Problem[] {
  // Settings of applications have this key.
  const { definition }: { readonly definition?: unknown } = Object(parts);
  return definition === undefined
    ? unusedAccountProblems(parts.accounts, accountsOfSettings(parts, parts.account))
    : [];
}

/** Refuses settings that a deployment to another place cannot have. */
function ownTargetProblems({ account, deploy, plan, target, destroy, promote }: Parts): Problem[] {
  if (target === undefined) {
    return [];
  }
  const isElsewhere = target.account !== undefined && target.account !== account;
  const variables = targetVariableProblems({ environmentVariables: deploy?.environmentVariables, plan });
  return [
    ...variables.map(({ path, reason }) => ({
      path: isWithin(path, "plan") ? path : `deploy.${path}`,
      reason,
    })),
    ...(destroy === undefined
      ? []
      : [
          {
            path: "destroy",
            reason:
              "stands beside target, and the gate of a destroy is where the state is. Create a DestroyPipeline in a program of that place (@platform/aws-pipelines-docs/docs/destroy.md), or remove target",
          },
        ]),
    ...(isElsewhere && promote?.image === "pull"
      ? [
          {
            path: "promote.image",
            reason: `is "pull", and ${shown(target.account)} deploys: the registry of the sender knows the account of the pipeline alone. Copy the image, and name the roles that pull in image.pulledBy`,
          },
        ]
      : []),
  ];
}

function branchProblems({ source, destroy }: Parts): Problem[] {
  const { branch = "main" } = source ?? {};
  return destroy && branch === (destroy.branch ?? destroyBranch)
    ? [{ path: "destroy.branch", reason: `is ${shown(branch)}, whose pushes are delivered: name another branch` }]
    : [];
}

/** Words in the name of a production environment. */
const productionWords = ["prod", "prd", "production", "live"];

function isProduction(name: string): boolean {
  return name.split("-").some((word) => productionWords.includes(word));
}

/** Nobody may overlook that production tells nobody. */
function missingNotifyProblems({ notify }: { readonly notify?: unknown }, why: string): Problem[] {
  return notify === undefined
    ? [
        {
          path: "notify",
          reason: `is missing, and ${why}: give recipients of failed runs, such as emails, or false with notifyReason`,
        },
      ]
    : [];
}

function notifySettingsProblems({
  account,
  region,
  partition,
  approval,
  destroy,
  notify,
  notifyReason,
}: Parts): Problem[] {
  if (notify === undefined || notify === false) {
    const isUnexplained = notify === false && notifyReason === undefined;
    return [
      ...(isUnexplained
        ? [{ path: "notifyReason", reason: "is missing, and notify is false: say who watches the runs instead" }]
        : []),
      ...(notify === undefined && notifyReason !== undefined
        ? [{ path: "notifyReason", reason: "is for notify: false: remove it, or set notify" }]
        : []),
    ];
  }
  const hasApproval = approval !== undefined || destroy !== undefined;
  const own = partition ?? (region && partitionOf(region));
  return [
    ...(notifyReason === undefined
      ? []
      : [{ path: "notifyReason", reason: "is for notify: false, and notify names recipients: remove it" }]),
    ...within(
      "notify",
      notifyProblems(notify, {
        scope: {
          ...(account !== undefined && { account }),
          ...(region !== undefined && { region }),
          ...(own !== undefined && { partition: own }),
        },
        hasApproval,
        hasRepositories: false,
      }),
    ),
  ];
}

function partitionProblems({ region, partition, source }: Parts): Problem[] {
  if (region === undefined) {
    return [];
  }
  const expected = partitionOf(region);
  const wrong = (path: string, actual: string | undefined) =>
    actual === undefined || actual === expected
      ? []
      : [{ path, reason: `is in the partition ${actual}, and ${region} is in ${expected}: correct one of them` }];
  return [
    ...wrong("partition", partition),
    ...wrong("source.connectionArn", partitionOfArn(source?.connectionArn ?? "")),
  ];
}

function imageProblems({ image }: Parts): Problem[] {
  const { existingRepositoryName: existing, repositoryName, keepImages, expireImagesAfterDays } = image ?? {};
  if (existing === undefined) {
    const tags = image?.protectedTags?.filter((tag) => tag !== undefined);
    return within("image", imageExpiryProblems({ keepImages, expireImagesAfterDays, protectedTags: tags }));
  }
  const ofNewRepository = ["keepImages", "expireImagesAfterDays", "protectedTags"] as const;
  return [
    ...(repositoryName === undefined
      ? []
      : [
          {
            path: "image.existingRepositoryName",
            reason: `is ${JSON.stringify(existing)}, and image.repositoryName asks for a new one: remove one of them`,
          },
        ]),
    ...ofNewRepository
      .filter((key) => image?.[key] !== undefined)
      .map((key) => ({
        path: `image.${key}`,
        reason: `is ${JSON.stringify(image?.[key])}, but the lifecycle of ${existing} stays as it is: remove ${key}`,
      })),
  ];
}

function storeProblems({ artifacts, account, region, protect }: Parts): Problem[] {
  if (!artifacts) {
    return [];
  }
  const { bucketName, existingBucketName } = artifacts;
  const contradiction = protect === true && artifacts.retainOnDelete === false;
  return [
    ...(account && region ? within("artifacts", artifactStoreProblems(artifacts, account, region)) : []),
    ...gateStoreProblems("artifacts.bucketName", bucketName),
    ...gateStoreProblems("artifacts.existingBucketName", existingBucketName),
    ...(contradiction
      ? [{ path: "artifacts.retainOnDelete", reason: "is false, and protect is true: remove one of them" }]
      : []),
  ];
}

const minutesPerDay = 24 * 60;

function waitProblems({ approval, artifacts = {} }: Parts, refused: readonly Problem[]): Problem[] {
  const minutes = approval?.timeoutInMinutes;
  const isUnreadable = refused.some(({ path }) => isWithin(path, "artifacts"));
  // The owner of an existing bucket decides when it deletes objects.
  if (isUnreadable || artifacts.existingBucketName !== undefined || minutes === undefined) {
    return [];
  }
  const { expireAfterDays: days = defaultExpireAfterDays } = artifacts;
  if (minutes <= days * minutesPerDay) {
    return [];
  }
  return [
    {
      path: "approval.timeoutInMinutes",
      reason: `is ${minutes}, and artifacts are deleted after ${days} days: give at most ${days * minutesPerDay}, or keep artifacts longer`,
    },
  ];
}
