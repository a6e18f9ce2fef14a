import type { PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { knownAt, listAt, mapAt, textAt, UNKNOWN_TEXT } from "./known";
import { refersTo } from "./references";
import { PIPELINE_WEBHOOK_TYPE } from "./resource-types";

/** A source action of a pipeline, with the way in which CodePipeline notices its changes. */
export interface SourceView {
  readonly name: string;
  /** `acme/shop`, or the name of a CodeCommit repository. Absent for sources without one, as S3. */
  readonly repository?: string;
  readonly branch?: string;
  /** The location for a reader: `acme/shop, branch main`. */
  readonly location: string;
  /** `push` for a connection or webhook, `poll` for polling, `none` where events or triggers alone start the pipeline. */
  readonly detection: "push" | "webhook" | "poll" | "none";
}

/** The source actions of a pipeline. A V2 trigger replaces the change detection of connections. */
export function sourcesOf(pipeline: Resource, resources: readonly Resource[]): readonly SourceView[] {
  const hasTriggers = listAt(pipeline.inputs.triggers).length > 0;
  const hasWebhook = resources.some(
    (resource) => resource.type === PIPELINE_WEBHOOK_TYPE && refersTo(resource, "targetPipeline", pipeline),
  );
  return listAt(pipeline.inputs.stages)
    .flatMap((stage) => listAt(stage, "actions"))
    .filter((action) => knownAt(action, "category") === "Source")
    .map((action) => sourceOf(action, hasTriggers, hasWebhook));
}

function sourceOf(action: PropertyValue, hasTriggers: boolean, hasWebhook: boolean): SourceView {
  const configuration = mapAt(action, "configuration");
  const name = textAt(action, "name") ?? UNKNOWN_TEXT;
  const value = (key: string) => textAt(configuration, key);
  const isOff = (key: string) => knownAt(configuration, key)?.toLowerCase() === "false";
  const place = (repository: string | undefined, branch: string | undefined) => ({
    ...(repository !== undefined && { repository }),
    ...(branch !== undefined && { branch }),
    location: `${repository ?? UNKNOWN_TEXT}, branch ${branch ?? UNKNOWN_TEXT}`,
  });
  const poll = isOff("PollForSourceChanges") ? "none" : "poll";
  switch (knownAt(action, "provider")) {
    case "CodeStarSourceConnection": {
      const detection = hasTriggers || isOff("DetectChanges") ? "none" : "push";
      return { name, ...place(value("FullRepositoryId"), value("BranchName")), detection };
    }
    case "CodeCommit":
      return { name, ...place(value("RepositoryName"), value("BranchName")), detection: poll };
    case "GitHub": {
      const repository = `${value("Owner") ?? UNKNOWN_TEXT}/${value("Repo") ?? UNKNOWN_TEXT}`;
      return { name, ...place(repository, value("Branch")), detection: hasWebhook ? "webhook" : poll };
    }
    case "S3":
      return {
        name,
        location: ["S3Bucket", "S3ObjectKey"].flatMap((key) => value(key) ?? []).join(" "),
        detection: poll,
      };
    default:
      return { name, location: name, detection: "none" };
  }
}
