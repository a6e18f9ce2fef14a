import { findActionType } from "../../../../../components/actions/catalogue";
import { sampleActions } from "../../../../support/sample-actions";
import providers from "../../../actions/providers.json";
import {
  add,
  addLater,
  approval,
  build,
  type Draft,
  image,
  laterStage,
  type Mutation,
  type Mutations,
  placed,
  set,
  sourceArtifact,
} from "./mutation";

function addSample(draft: Draft, at: number, name: string, changes: Record<string, unknown>): string {
  const sample = sampleActions.find((one) => one.name === name);
  if (sample === undefined) {
    throw new Error(`no sample is called ${name}`);
  }
  const stage = findActionType(sample)?.categories[0] === "Source" ? 0 : laterStage(draft, at);
  return add(draft, stage, set(placed(sample, draft), changes));
}

/** For every provider, each key that AWS's tables require, gone, and a key that nobody knows. */
const keys: Mutations = Object.fromEntries(
  sampleActions.flatMap((sample): [string, Mutation][] => {
    const category = sample.category ?? findActionType(sample)?.categories[0];
    const known = providers.find((one) => one.provider === sample.provider && one.category === category);
    const name = `${category} action of ${sample.provider}`;
    return [
      ...(known?.required ?? []).map((key): [string, Mutation] => [
        `a ${name} without ${key}`,
        (draft, at) => `${addSample(draft, at, sample.name, { [key]: undefined })}.configuration.${key}`,
      ]),
      [
        `an unknown key in the configuration of a ${name}`,
        (draft, at) => `${addSample(draft, at, sample.name, { Colour: "red" })}.configuration.Colour`,
      ],
    ];
  }),
);

const automatic = { PermissionModel: "SERVICE_MANAGED", OrganizationsAutoDeployment: "Enabled" };
const unit = ["ou-abcd-12345678"];

/** Actions that AWS refuses by themselves. */
export const configurations: Mutations = {
  ...keys,
  "an unknown key of an action": (draft, at) => `${addLater(draft, at, approval({ colour: "red" }))}.colour`,
  "an action of a provider that nobody knows": (draft, at) =>
    `${addLater(draft, at, approval({ provider: "Oracle" }))}.provider`,
  "the first source for GitHub": (draft) =>
    `${add(draft, 0, image({ provider: "GitHub", configuration: { OAuthToken: "x" } }))}.provider`,
  "a timeout of what is no approval": (draft, at) =>
    `${addLater(draft, at, build(draft, { timeoutInMinutes: 60 }))}.timeoutInMinutes`,
  "an approval that waits for 4 minutes": (draft, at) =>
    `${addLater(draft, at, approval({ timeoutInMinutes: 4 }))}.timeoutInMinutes`,
  "an approval that waits for 86,401 minutes": (draft, at) =>
    `${addLater(draft, at, approval({ timeoutInMinutes: 86_401 }))}.timeoutInMinutes`,
  "a value of 1001 characters": (draft, at) =>
    `${addSample(draft, at, "Notify", { UserParameters: "x".repeat(1001) })}.configuration.UserParameters`,
  "a list of 1001 characters": (draft, at) => {
    const files = Array.from({ length: 101 }, (_, index) => `${index}`.padEnd(9, "x"));
    const kubectl = { HelmReleaseName: undefined, HelmChartLocation: undefined, ManifestFiles: files };
    return `${addSample(draft, at, "Chart", kubectl)}.configuration.ManifestFiles`;
  },
  "polling beside events": (draft) => {
    const configuration = { RepositoryName: "shop", BranchName: "main", PollForSourceChanges: true };
    const source = image({ provider: "CodeCommit", detectChanges: true, configuration });
    return `${add(draft, 0, source)}.configuration.PollForSourceChanges`;
  },
  "the same input artifact twice": (draft, at) => {
    const inputArtifacts = [sourceArtifact(draft), sourceArtifact(draft)];
    return `${addLater(draft, at, build(draft, { inputArtifacts }))}.inputArtifacts`;
  },
  "the artifacts of no batch combined": (draft, at) =>
    `${addLater(draft, at, build(draft, {}, { CombineArtifacts: true }))}.configuration.CombineArtifacts`,
  "a secret in a variable of a build": (draft, at) => {
    const variables = { EnvironmentVariables: [{ name: "DB_PASSWORD", value: "swordfish" }] };
    return `${addLater(draft, at, build(draft, {}, variables))}.configuration.EnvironmentVariables[0].value`;
  },
  "variables of commands, which the AWS provider cannot say": (draft, at) => {
    const path = addSample(draft, at, "Lint", {});
    Object.assign(draft.stages[laterStage(draft, at)]?.actions.at(-1) ?? {}, { environmentVariables: [] });
    return `${path}.environmentVariables`;
  },
  "a stack without its role": (draft, at) =>
    `${addSample(draft, at, "Stack", { RoleArn: undefined })}.configuration.RoleArn`,
  "a template for a change set that is executed": (draft, at) => {
    const rest = { Capabilities: undefined, ParameterOverrides: undefined, RoleArn: undefined };
    const changes = { ActionMode: "CHANGE_SET_EXECUTE", ChangeSetName: "release", OutputFileName: undefined };
    const path = addSample(draft, at, "Stack", { ...changes, ...rest });
    Object.assign(draft.stages[laterStage(draft, at)]?.actions.at(-1) ?? {}, { outputArtifacts: [] });
    return `${path}.configuration.TemplatePath`;
  },
  "a template in an artifact that the action does not take": (draft, at) =>
    `${addSample(draft, at, "Stack", { TemplatePath: "other::shop.yml" })}.configuration.TemplatePath`,
  "targets of a stack set that deploys by itself": (draft, at) => {
    const path = addSample(draft, at, "Guardrails", { ...automatic, DeploymentTargets: unit });
    return ["DeploymentTargets", "Regions"].map((key) => `${path}.configuration.${key}`);
  },
  "accounts as targets where AWS manages the roles": (draft, at) =>
    `${addSample(draft, at, "Guardrails", { PermissionModel: "SERVICE_MANAGED" })}.configuration.DeploymentTargets`,
  "targets of a stack set without regions": (draft, at) =>
    `${addSample(draft, at, "Guardrails", { Regions: undefined })}.configuration.Regions`,
  "a deploy strategy that moves nothing": (draft, at) => strategy(draft, at, "Canary0Percent5Minutes"),
  "a deploy strategy in other letters": (draft, at) => strategy(draft, at, "canary10Percent5Minutes"),
  "a deploy strategy that waits for more than two days": (draft, at) =>
    strategy(draft, at, "Linear1PercentEvery30Minutes"),
  "a deploy strategy without an alias": (draft, at) =>
    `${addSample(draft, at, "Function", { FunctionAlias: undefined })}.configuration.DeployStrategy`,
  "Helm beside kubectl": (draft, at) => {
    const path = addSample(draft, at, "Chart", { ManifestFiles: ["web.yml"] });
    return ["HelmReleaseName", "HelmChartLocation"].map((key) => `${path}.configuration.${key}`);
  },
  "an archive without a key": (draft, at) =>
    `${addSample(draft, at, "Site", { Extract: false })}.configuration.ObjectKey`,
  "secrets in plain text that nobody accepted": (draft, at) => {
    const path = addSample(draft, at, "Skill", {});
    Object.assign(draft.stages[laterStage(draft, at)]?.actions.at(-1) ?? {}, { acceptPlainTextSecrets: false });
    return `${path}.acceptPlainTextSecrets`;
  },
};

function strategy(draft: Draft, at: number, DeployStrategy: string): string {
  return `${addSample(draft, at, "Function", { DeployStrategy })}.configuration.DeployStrategy`;
}
