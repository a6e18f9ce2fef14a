import type { Lenient } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { environmentOf, type PartnerObject, type PartnerSettings, partnerObject } from "./promotion-settings";
import type { DeliverySettings } from "./settings";

/** The settings of another stack of the project, as far as they can be read; undefined without a stack file. */
export type ReadStack = (environment: string) => Lenient<DeliverySettings> | undefined;

/** A promotion with the place of each partner, and its problems. */
interface ResolvedPromotion {
  readonly settings: DeliverySettings;
  readonly problems: readonly Problem[];
}

type Stack = Lenient<DeliverySettings>;

/**
 * Completes both sides of a promotion from the stack files of the project: account, region, role path and repository of
 * each partner. Refuses a partner without a stack, a stack that lacks its half, and releases that move in a circle.
 *
 * @param own - the name of the stack
 */
export function resolvePromotion(settings: DeliverySettings, own: string, readStack: ReadStack): ResolvedPromotion {
  const { promote } = settings;
  if (promote === undefined) {
    return { settings, problems: [] };
  }
  const context = { settings, own, readStack: readOnce(readStack) };
  const from = promote.from === undefined ? undefined : resolve("from", promote.from, "from", context);
  const to = promote.to?.map((partner, index) => resolve(`to[${index}]`, partner, "to", context));
  return {
    settings: {
      ...settings,
      promote: {
        ...promote,
        ...(from && { from: from.partner }),
        ...(to && { to: to.map(({ partner }) => partner) }),
      },
    },
    problems: within("promote", [
      ...(from?.problems ?? []),
      ...(to ?? []).flatMap(({ problems }) => problems),
      ...circleProblems(context),
    ]),
  };
}

/** A partner is also a step of the chain that {@link circleProblems} follows, so its file would be read and checked twice. */
function readOnce(readStack: ReadStack): ReadStack {
  const stacks = new Map<string, ReturnType<ReadStack>>();
  return (environment) => {
    if (!stacks.has(environment)) {
      stacks.set(environment, readStack(environment));
    }
    return stacks.get(environment);
  };
}

interface Context {
  readonly settings: DeliverySettings;
  readonly own: string;
  readonly readStack: ReadStack;
}

function resolve(path: string, given: PartnerSettings, half: "from" | "to", { settings, own, readStack }: Context) {
  const partner = partnerObject(given);
  const { environment } = partner;
  const stack = readStack(environment);
  const file = stackFile(environment);
  if (stack === undefined) {
    const isPlaced = partner.account !== undefined && partner.region !== undefined;
    return {
      partner,
      problems: isPlaced
        ? []
        : [
            {
              path,
              reason: `is ${shown(environment)}, and ${file} does not describe such an environment: create the stack, or give environment, account and region`,
            },
          ],
    };
  }
  // A stack without a path of roles has its roles under /, whatever path this one has.
  const known = { account: stack.account, region: stack.region, rolePath: stack.rolePath ?? "/" };
  const differing = Object.entries(known).flatMap(([key, value]): Problem[] => {
    const own = partner[key as keyof typeof known];
    const says = stack[key as keyof typeof known] === undefined ? "gives none, so that of its roles is" : "says";
    return own === undefined || value === undefined || own === value
      ? []
      : [{ path: `${path}.${key}`, reason: `is ${shown(own)}, and ${file} ${says} ${shown(value)}: remove it` }];
  });
  const repositoryName = stack.image?.existingRepositoryName ?? stack.image?.repositoryName;
  const complete = {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    ...(half === "from" && repositoryName !== undefined && { repositoryName }),
    ...partner,
  };
  return {
    partner: complete as PartnerObject,
    problems: [
      ...differing,
      ...(stack.application === settings.application
        ? []
        : [
            {
              path,
              reason: `is ${shown(environment)}, and ${file} delivers the application ${shown(stack.application)}: a release belongs to one application`,
            },
          ]),
      ...halfProblems(path, half, { stack, file, own, environment }),
      ...(half === "to" ? pullProblems(path, partner, stack, settings) : signatureProblems(partner, stack, settings)),
    ],
  };
}

function halfProblems(
  path: string,
  half: "from" | "to",
  {
    stack,
    file,
    own,
    environment,
  }: { readonly stack: Stack; readonly file: string; readonly own: string; readonly environment: string },
): Problem[] {
  const { from, to = [] } = stack.promote ?? {};
  const others = half === "from" ? to.map(environmentOf) : [environmentOf(from)];
  return others.includes(own)
    ? []
    : [
        {
          path,
          reason:
            half === "from"
              ? `is ${shown(environment)}, which does not promote to ${own}: add ${own} to promote.to in ${file}`
              : `is ${shown(environment)}, which does not receive releases from ${own}: set promote.from: ${own} in ${file}`,
        },
      ];
}

/** Refuses a receiver in another account that pulls, without the roles that the registry must let pull. */
function pullProblems(path: string, partner: PartnerObject, stack: Stack, { account }: DeliverySettings): Problem[] {
  const pulls = stack.promote?.image === "pull" && stack.account !== account;
  return pulls && !("pulledBy" in partner)
    ? [
        {
          path: `${path}.pulledBy`,
          reason: `is missing, and ${partner.environment} pulls its images from here. Give the ARNs of the roles that pull, such as the execution role of its ECS tasks`,
        },
      ]
    : [];
}

/** Refuses a receiver that verifies signatures, if its sender makes none. */
function signatureProblems({ environment }: PartnerObject, stack: Stack, { promote }: DeliverySettings): Problem[] {
  return promote?.signature === true && stack.promote?.signature !== true
    ? [
        {
          path: "signature",
          reason: `is true, and ${environment} signs no image: set promote.signature: true in ${stackFile(environment)}, or remove it`,
        },
      ]
    : [];
}

/** Follows the senders. A release that comes back to its environment has no first one that builds it. */
function circleProblems({ settings, own, readStack }: Context): Problem[] {
  const path = [own];
  let next = environmentOf(settings.promote?.from);
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    next = environmentOf(readStack(next)?.promote?.from);
  }
  return next === own && path.length > 1
    ? [
        {
          path: "from",
          reason: `moves releases in a circle, ${[own, ...path.slice(1).reverse(), own].join(" to ")}: one of them builds the image, so remove its from`,
        },
      ]
    : [];
}

/** The name of the file with the settings of a stack. */
export function stackFile(environment: string): string {
  return `Pulumi.${environment}.yaml`;
}
