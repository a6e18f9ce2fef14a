import { accountOf, parseArn, regionOf } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { nearest } from "../schema/nearest";
import { type Problem, within } from "../schema/problem";
import { shown } from "../schema/vocabulary";
import { type AppSpec, isPlaceholder } from "./appspec";
import type { GroupModel } from "./group-settings";
import { canonicalAppSpec, validateAppSpec } from "./validate-appspec";

type Place = Pick<AwsScope, "account" | "region">;

/** Lists the problems of the AppSpec of a group: its own, and contradictions with the target. */
export function groupAppSpecProblems(target: GroupModel["target"], appSpec: unknown, place: Place): Problem[] {
  const own = validateAppSpec(appSpec, target.platform);
  if (own.length > 0) {
    return within("appSpec", own);
  }
  const spec = canonicalAppSpec(appSpec);
  return within("appSpec", [...functionProblems(target, spec), ...hookProblems(spec, place)]);
}

function functionProblems(target: GroupModel["target"], spec: AppSpec): Problem[] {
  return resourcesOf(spec).flatMap(({ path, resource }) => {
    if (target.platform !== "Lambda" || resource.Type !== "AWS::Lambda::Function") {
      return [];
    }
    const { Name } = resource.Properties;
    return isPlaceholder(Name) || target.functionNames.includes(Name)
      ? []
      : [
          {
            path: `${path}.Properties.Name`,
            reason: `is ${shown(Name)}, which target.functionNames lacks: give one of ${target.functionNames.join(", ")}`,
          },
        ];
  });
}

/** CodeDeploy calls hooks in its own account and region. */
function hookProblems(spec: AppSpec, { account, region }: Place): Problem[] {
  return hooksOf(spec).flatMap(({ path, hook }) =>
    hook.startsWith("arn:") && (accountOf(hook) !== account || regionOf(hook) !== region)
      ? [{ path, reason: `is ${shown(hook)}: give a function of account ${account} in ${region}` }]
      : [],
  );
}

/** Names of the functions that the hooks of an AppSpec call. A placeholder names none. */
export function hookFunctionsOf(spec: AppSpec): string[] {
  return hooksOf(spec).flatMap(({ hook }) => {
    const [name = ""] = (parseArn(hook)?.resource.replace(/^function:/, "") ?? hook).split(":");
    return isPlaceholder(hook) ? [] : [name];
  });
}

/**
 * Lists contradictions between the AppSpec of an ECS service and the containers of its task definition.
 *
 * @param containerDefinitions - JSON of the containers, as ECS takes it
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
 */
export function containerProblems(spec: AppSpec, containerDefinitions: string): Problem[] {
  const containers = readContainers(containerDefinitions);
  if (containers === undefined) {
    return [
      {
        path: "containerDefinitions",
        reason: "is no JSON list of containers: give containerDefinitions of the task definition",
      },
    ];
  }
  return resourcesOf(spec).flatMap(({ path, resource }): Problem[] => {
    if (resource.Type !== "AWS::ECS::Service") {
      return [];
    }
    const { ContainerName: name, ContainerPort: port } = resource.Properties.LoadBalancerInfo;
    const balancer = `appSpec.${path}.Properties.LoadBalancerInfo`;
    const names = containers.map((container) => container.name);
    const container = containers.find((each) => each.name === name);
    if (isPlaceholder(name)) {
      return [];
    }
    if (container === undefined) {
      const meant = nearest(name, names);
      const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
      return [
        {
          path: `${balancer}.ContainerName`,
          reason: `is ${shown(name)}, which the task definition lacks.${hint} Its containers are ${names.join(", ")}`,
        },
      ];
    }
    if (typeof port !== "number" || container.ports.some(([from, to]) => from <= port && port <= to)) {
      return [];
    }
    const ports = container.ports.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
    const fix = ports.length > 0 ? `give one of ${ports.join(", ")}` : `add ${port} to its portMappings`;
    return [
      { path: `${balancer}.ContainerPort`, reason: `is ${port}, which the container ${name} does not map: ${fix}` },
    ];
  });
}

interface Container {
  readonly name: string;
  /** First and last port of each mapping. */
  readonly ports: readonly (readonly [number, number])[];
}

function readContainers(text: string): Container[] | undefined {
  const list: unknown = parseJson(text);
  return Array.isArray(list) && list.every(isNamed)
    ? list.map(({ name, portMappings }) => ({
        name,
        ports: (Array.isArray(portMappings) ? portMappings : []).flatMap((mapping) => {
          const [, from, to = from] =
            /^(\d+)(?:-(\d+))?$/.exec(String(mapping?.containerPort ?? mapping?.containerPortRange)) ?? [];
          return from === undefined ? [] : [[Number(from), Number(to)] as const];
        }),
      }))
    : undefined;
}

function isNamed(value: unknown): value is { name: string; portMappings?: unknown } {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function resourcesOf(spec: AppSpec) {
  return ("Resources" in spec ? spec.Resources : []).flatMap((named, index) =>
    Object.entries(named).map(([name, resource]) => ({ path: `Resources[${index}].${name}`, resource })),
  );
}

function hooksOf(spec: AppSpec): { readonly path: string; readonly hook: string }[] {
  const hooks = "Hooks" in spec ? (spec.Hooks ?? []) : [];
  return hooks.flatMap((events, index) =>
    Object.entries(events).flatMap(([event, hook]) =>
      hook === undefined ? [] : [{ path: `Hooks[${index}].${event}`, hook }],
    ),
  );
}
