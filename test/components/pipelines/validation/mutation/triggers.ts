import { connectionArn } from "../../../../support/pipelines";
import { add, type Draft, image, type Mutations } from "./mutation";

const main = { includes: ["main"] };

/** Adds a source that triggers can watch. */
function addWatched(draft: Draft, configuration: object = {}): string {
  return add(draft, 0, {
    name: "Watched",
    provider: "CodeStarSourceConnection",
    outputArtifacts: ["watched"],
    configuration: {
      ConnectionArn: connectionArn,
      FullRepositoryId: "acme/shop",
      BranchName: "main",
      ...configuration,
    },
  });
}

function addTrigger(draft: Draft, trigger: object): string {
  draft.triggers = [...draft.triggers, { sourceAction: "Watched", ...trigger }];
  return `triggers[${draft.triggers.length - 1}]`;
}

/** Adds a source and what watches it. */
function watched(draft: Draft, trigger: object): string {
  addWatched(draft);
  return addTrigger(draft, trigger);
}

/** Triggers that AWS refuses. */
export const triggers: Mutations = {
  "two triggers for a source": (draft) => {
    watched(draft, { push: [{ branches: main }] });
    return `${addTrigger(draft, { push: [{ tags: main }] })}.sourceAction`;
  },
  "a trigger for a source that none can watch": (draft) => {
    add(draft, 0, image());
    return `${addTrigger(draft, { sourceAction: "Added", push: [{ branches: main }] })}.sourceAction`;
  },
  "a trigger for nobody": (draft) =>
    `${addTrigger(draft, { sourceAction: "Nobody", push: [{ branches: main }] })}.sourceAction`,
  "a trigger that watches nothing": (draft) => watched(draft, {}),
  "a trigger with tags beside branches": (draft) =>
    `${watched(draft, { push: [{ branches: main }, { tags: main, branches: main }] })}.push[1]`,
  "a trigger with tags beside files": (draft) =>
    `${watched(draft, { push: [{ tags: main, filePaths: main }] })}.push[0]`,
  "a trigger with files without branches": (draft) => `${watched(draft, { push: [{ filePaths: main }] })}.push[0]`,
  "a filter that says nothing": (draft) => `${watched(draft, { push: [{ branches: {} }] })}.push[0].branches`,
  "pull requests without branches": (draft) =>
    `${watched(draft, { pullRequest: [{ events: ["OPEN"] }] })}.pullRequest[0].branches`,
  "pull requests that are merged, an event that AWS does not have": (draft) =>
    `${watched(draft, { pullRequest: [{ branches: main, events: ["MERGED"] }] })}.pullRequest[0].events[0]`,
  "4 filters of pushes": (draft) =>
    `${watched(draft, { push: Array.from({ length: 4 }, () => ({ branches: main })) })}.push`,
  "9 patterns": (draft) => {
    const includes = Array.from({ length: 9 }, (_, index) => `release/${index}`);
    return `${watched(draft, { push: [{ branches: { includes } }] })}.push[0].branches.includes`;
  },
  "a pattern of 256 characters": (draft) => {
    const excludes = ["x".repeat(256)];
    return `${watched(draft, { pullRequest: [{ branches: { excludes } }] })}.pullRequest[0].branches.excludes[0]`;
  },
  "a source that detects changes beside its trigger": (draft) => {
    const path = addWatched(draft, { DetectChanges: true });
    addTrigger(draft, { push: [{ branches: main }] });
    return `${path}.configuration.DetectChanges`;
  },
};
