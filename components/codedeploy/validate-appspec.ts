import type { z } from "zod";
import type { Problem } from "../schema/problem";
import { isRecord, recordAt, schemaProblems, shown, valueAt } from "../schema/vocabulary";
import {
  type AppSpec,
  type ComputePlatform,
  ecsAppSpecSchema,
  lambdaAppSpecSchema,
  maxEventSeconds,
  serverAppSpecSchema,
} from "./appspec";
import { findPlatform, normalizeAppSpec } from "./normalize-appspec";

const schemas: Readonly<Record<ComputePlatform, z.ZodType>> = {
  Server: serverAppSpecSchema,
  Lambda: lambdaAppSpecSchema,
  ECS: ecsAppSpecSchema,
};

const platformNames: Readonly<Record<ComputePlatform, string>> = {
  Server: "EC2 and on-premises instances",
  Lambda: "Lambda",
  ECS: "ECS",
};

/**
 * Lists every problem of an AppSpec: its shape, and contradictions between its parts.
 *
 * @param spec - any value, such as the content of a YAML file
 * @param platform - the platform of the deployment group; without it, the content tells the platform
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html
 */
export function validateAppSpec(spec: unknown, platform?: ComputePlatform): Problem[] {
  const found = findPlatform(spec);
  const meant = platform ?? found;
  if (meant === undefined) {
    const reason = "tells no platform: give os for instances, or Resources for Lambda and ECS";
    return [{ path: "", reason }];
  }
  if (found !== undefined && found !== meant) {
    const reason = `is for ${platformNames[found]}, but the deployment group is for ${platformNames[meant]}`;
    return [{ path: "", reason }];
  }
  const normalized = normalizeAppSpec(spec, meant);
  const conflicts = meant === "Server" ? serverConflicts(normalized) : resourceConflicts(normalized);
  return [...schemaProblems(schemas[meant], normalized), ...conflicts];
}

/** Returns the canonical form of an AppSpec without problems. */
export function canonicalAppSpec(spec: unknown): AppSpec {
  const platform = findPlatform(spec) ?? "Server";
  return schemas[platform].parse(normalizeAppSpec(spec, platform)) as AppSpec;
}

function serverConflicts(spec: unknown): Problem[] {
  const os = valueAt(spec, ["os"]);
  return [...copies(spec, os), ...eventTimes(spec), ...(os === "windows" ? linuxParts(spec) : [])];
}

const absolutePaths: Readonly<Record<string, readonly [pattern: RegExp, example: string]>> = {
  linux: [/^\//, "/srv/shop"],
  windows: [/^([A-Za-z]:[\\/]|\\\\)/, "C:\\shop"],
};

/** The agent copies to absolute paths, and each file to a place once. */
function copies(spec: unknown, os: unknown): Problem[] {
  const [absolute, example] = (typeof os === "string" ? absolutePaths[os] : undefined) ?? [/./, ""];
  const files = listAt(spec, "files");
  const keyOf = (file: unknown) => shown([valueAt(file, ["source"]), valueAt(file, ["destination"])]);
  return files.flatMap((file, index) => {
    const destination = valueAt(file, ["destination"]);
    const earlier = files.findIndex((other) => keyOf(other) === keyOf(file));
    return [
      ...(typeof destination === "string" && destination.trim() !== "" && !absolute.test(destination)
        ? [
            {
              path: `files[${index}].destination`,
              reason: `is ${shown(destination)}: give a path from the root, such as ${example}`,
            },
          ]
        : []),
      ...(earlier < index
        ? [{ path: `files[${index}]`, reason: `copies the same as files[${earlier}]: remove one of the two` }]
        : []),
    ];
  });
}

/** The scripts of an event share one hour. */
function eventTimes(spec: unknown): Problem[] {
  return Object.entries(recordAt(spec, "hooks")).flatMap(([event, scripts]) => {
    const times = (Array.isArray(scripts) ? scripts : []).map((script) => valueAt(script, ["timeout"]));
    const total = times.reduce<number>((sum, time) => sum + (typeof time === "number" ? time : 0), 0);
    return times.length > 1 && total > maxEventSeconds
      ? [
          {
            path: `hooks.${event}`,
            reason: `has timeouts of ${total} seconds: the scripts of an event have ${maxEventSeconds} seconds together`,
          },
        ]
      : [];
  });
}

function linuxParts(spec: unknown): Problem[] {
  const reason = "is for Linux alone: remove it, or give os: linux";
  const scripts = Object.entries(recordAt(spec, "hooks")).flatMap(([event, list]) =>
    (Array.isArray(list) ? list : []).flatMap((script, index) =>
      ["runas", "sudo"]
        .filter((key) => valueAt(script, [key]) !== undefined)
        .map((key) => ({ path: `hooks.${event}[${index}].${key}`, reason })),
    ),
  );
  return [...(listAt(spec, "permissions").length > 0 ? [{ path: "permissions", reason }] : []), ...scripts];
}

function resourceConflicts(spec: unknown): Problem[] {
  return [...repeatedEvents(spec), ...capacityProviders(spec)];
}

function repeatedEvents(spec: unknown): Problem[] {
  const seen = new Set<string>();
  return listAt(spec, "Hooks").flatMap((hook, index) =>
    Object.keys(isRecord(hook) ? hook : {}).flatMap((event) => {
      const isRepeated = seen.has(event);
      seen.add(event);
      return isRepeated
        ? [{ path: `Hooks[${index}].${event}`, reason: "is given twice: an event has one function" }]
        : [];
    }),
  );
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html */
function capacityProviders(spec: unknown): Problem[] {
  return listAt(spec, "Resources").flatMap((named, index) =>
    Object.entries(isRecord(named) ? named : {}).flatMap(([name, resource]) => {
      const path = `Resources[${index}].${name}.Properties.CapacityProviderStrategy`;
      const providers = listAt(valueAt(resource, ["Properties"]), "CapacityProviderStrategy");
      const numbers = (key: string) => providers.map((provider) => Number(valueAt(provider, [key]) ?? 0));
      return [
        ...(numbers("Base").filter((base) => base > 0).length > 1
          ? [{ path, reason: "has more than one provider with a Base: ECS allows one" }]
          : []),
        ...(providers.length > 1 && numbers("Weight").every((weight) => weight === 0)
          ? [{ path, reason: "gives every provider the weight 0: give at least one a Weight" }]
          : []),
      ];
    }),
  );
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = valueAt(value, [key]);
  return Array.isArray(found) ? found : [];
}
