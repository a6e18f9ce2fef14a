import type { z } from "zod";
import {
  stackInstancesAction,
  type stackInstancesSchema,
} from "../../components/actions/cloudformation/stack-instances";
import { stackSetAction, type stackSetSchema } from "../../components/actions/cloudformation/stack-set";

/** ARNs of the stack set that the tested actions change, and of unrelated stack sets. */
export const set = "arn:aws:cloudformation:eu-central-1:111122223333:stackset/guardrails:0f1e2d3c";
export const otherSets = [
  "arn:aws:cloudformation:eu-central-1:111122223333:stackset/guardrails2:0f1e2d3c",
  "arn:aws:cloudformation:us-east-1:111122223333:stackset/guardrails:0f1e2d3c",
];

/** Cases of a delegated administrator: it reads its own delegation, and that of no other service. */
export const delegation = {
  action: "organizations:ListDelegatedAdministrators",
  resource: "*",
  context: { "organizations:ServicePrincipal": "member.org.stacksets.cloudformation.amazonaws.com" },
};
export const otherDelegation = {
  ...delegation,
  context: { "organizations:ServicePrincipal": "guardduty.amazonaws.com" },
};

export const preferences = {
  FailureTolerancePercentage: 0,
  MaxConcurrentPercentage: 100,
  RegionConcurrencyType: "PARALLEL",
  ConcurrencyMode: "SOFT_FAILURE_TOLERANCE",
} as const;

type SetConfiguration = z.input<typeof stackSetSchema>["configuration"];
type InstancesConfiguration = z.input<typeof stackInstancesSchema>["configuration"];

/** An action on the stack set `guardrails`. Its template is in the artifact `source`. */
export function stackSetActionOf(configuration: Partial<SetConfiguration> = {}) {
  return stackSetAction({
    name: "Guardrails",
    inputArtifacts: ["source"],
    configuration: { StackSetName: "guardrails", TemplatePath: "source::guardrails.yml", ...configuration },
  });
}

/** An action on the stack instances of `guardrails` in two accounts and two regions. */
export function stackInstancesActionOf(configuration: Partial<InstancesConfiguration> = {}) {
  return stackInstancesAction({
    name: "Rest",
    configuration: {
      StackSetName: "guardrails",
      DeploymentTargets: ["444455556666", "777788889999"],
      Regions: ["eu-central-1", "us-east-1"],
      ...configuration,
    },
  });
}

/** Refused values of the numbers and choices that both actions have. */
export const refusedPreferences: readonly (readonly [key: string, value: unknown, reason: string])[] = [
  ["FailureTolerancePercentage", -1, "is -1: give at least 0"],
  ["FailureTolerancePercentage", 101, "is 101: give at most 100"],
  ["MaxConcurrentPercentage", 0, "is 0: give at least 1"],
  ["MaxConcurrentPercentage", 101, "is 101: give at most 100"],
  ["MaxConcurrentPercentage", 12.5, "is 12.5: give a whole number"],
  ["RegionConcurrencyType", "Parallel", 'is "Parallel". Did you mean PARALLEL? Allowed are SEQUENTIAL, PARALLEL'],
  [
    "ConcurrencyMode",
    "STRICT",
    'is "STRICT". Did you mean STRICT_FAILURE_TOLERANCE? Allowed are STRICT_FAILURE_TOLERANCE, SOFT_FAILURE_TOLERANCE',
  ],
  [
    "StackSetName",
    "1guardrails",
    'is "1guardrails": give a letter and up to 127 letters, digits or hyphens, without references',
  ],
  [
    "StackSetName",
    "guard_rails",
    'is "guard_rails": give a letter and up to 127 letters, digits or hyphens, without references',
  ],
  [
    "StackSetName",
    "guardrails-#{variables.Stage}",
    'is "guardrails-#{variables.Stage}": give a letter and up to 127 letters, digits or hyphens, without references',
  ],
];
