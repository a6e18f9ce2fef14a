import { findActionType } from "../../../../../components/actions/catalogue";
import { topicArn } from "../../../../support/pipelines";
import { sampleActions } from "../../../../support/sample-actions";
import {
  add,
  addLater,
  approval,
  build,
  type Draft,
  laterStage,
  type Mutation,
  type Mutations,
  placed,
  set,
} from "./mutation";

const elsewhere = "arn:aws:iam::444455556666:role/deploys";
const somewhere = "arn:aws:iam::777788889999:role/deploys";

function sampleOf(name: string) {
  const sample = sampleActions.find((one) => one.name === name);
  if (sample === undefined) {
    throw new Error(`no sample is called ${name}`);
  }
  return sample;
}

/** For every provider that runs in the region of its pipeline alone, another one. */
const regions: Mutations = Object.fromEntries(
  sampleActions
    .map((sample) => ({ sample, type: findActionType(sample) }))
    .filter(({ type }) => type?.crossRegion === false)
    .map(({ sample, type }): [string, Mutation] => [
      `a ${type?.categories[0]} action of ${sample.provider} in another region`,
      (draft, at) => {
        const stage = type?.categories[0] === "Source" ? 0 : laterStage(draft, at);
        return `${add(draft, stage, placed(sample, draft, { region: "us-east-1" }))}.region`;
      },
    ]),
);

function invoke(draft: Draft, changes: object): object {
  return { ...placed(sampleOf("Notify"), draft), ...changes };
}

/** Actions that AWS does not let run where they say. */
export const places: Mutations = {
  ...regions,
  "a custom action in another region": (draft, at) =>
    `${addLater(draft, at, { name: "Added", owner: "Custom", provider: "Jenkins", category: "Test", region: "us-east-1" })}.region`,
  "an action in another partition": (draft, at) =>
    `${addLater(draft, at, build(draft, { region: "cn-north-1" }))}.region`,
  "a text for a region": (draft, at) => `${addLater(draft, at, build(draft, { region: "Frankfurt" }))}.region`,
  "devices in another region than theirs": (draft, at) =>
    `${addLater(draft, at, placed(sampleOf("Devices"), draft, { region: "eu-west-1" }))}.region`,
  "a build in another account that makes artifacts": (draft, at) =>
    `${addLater(draft, at, build(draft, { roleArn: elsewhere, outputArtifacts: ["made"] }))}.outputArtifacts`,
  "an artifact that goes from one foreign account to another": (draft, at) => {
    addLater(draft, at, invoke(draft, { roleArn: elsewhere, runOrder: 998, outputArtifacts: ["made"] }));
    const taker = { name: "Taker", roleArn: somewhere, inputArtifacts: ["made"] };
    return `${addLater(draft, at, build(draft, taker))}.inputArtifacts[0]`;
  },
  "a stack's role of another account than the action's": (draft, at) => {
    const stack = placed(sampleOf("Stack"), draft, { roleArn: elsewhere });
    return `${addLater(draft, at, set(stack, { RoleArn: somewhere }))}.configuration.RoleArn`;
  },
  "a build's role of another account than its project's": (draft, at) =>
    `${addLater(draft, at, build(draft, {}, { ServiceRoleArnOverride: elsewhere }))}.configuration.ServiceRoleArnOverride`,
  "a stack's role of another account than the pipeline's": (draft, at) =>
    `${addLater(draft, at, set(placed(sampleOf("Stack"), draft), { RoleArn: somewhere }))}.configuration.RoleArn`,
  "a state machine of another region": (draft, at) =>
    `${addLater(draft, at, placed(sampleOf("Migrate"), draft, { region: "us-east-1" }))}.configuration.StateMachineArn`,
  "a state machine of another account": (draft, at) =>
    `${addLater(draft, at, placed(sampleOf("Migrate"), draft, { roleArn: elsewhere }))}.configuration.StateMachineArn`,
  "a topic of another region": (draft, at) =>
    `${addLater(draft, at, approval({}, { NotificationArn: topicArn.replace("eu-central-1", "us-east-1") }))}.configuration.NotificationArn`,
  "a role of another partition": (draft, at) =>
    `${addLater(draft, at, build(draft, { roleArn: "arn:aws-cn:iam::111122223333:role/deploys" }))}.roleArn`,
  "a role for a worker that acts with its own": (draft, at) =>
    `${addLater(draft, at, placed(sampleOf("Skill"), draft, { roleArn: elsewhere }))}.roleArn`,
  "a role that is none": (draft, at) => `${addLater(draft, at, build(draft, { roleArn: "deploys" }))}.roleArn`,
};
