import { findActionType } from "../../actions/catalogue";
import type { PipelineModel } from "../definition/schema";
import type { Trigger } from "../definition/trigger";

type Filter = NonNullable<NonNullable<Trigger["push"]>[number]["branches"]>;

/** A trigger in the shape that the AWS provider takes. */
export interface RenderedTrigger {
  providerType: string;
  gitConfiguration: {
    sourceActionName: string;
    pushes?: { branches?: Filter; tags?: Filter; filePaths?: Filter }[];
    pullRequests?: { events: string[]; branches: Filter; filePaths?: Filter }[];
  };
}

/** The triggers of a pipeline in the shape that the AWS provider takes. */
export function renderTriggers({ triggers, stages }: PipelineModel): RenderedTrigger[] {
  const sources = stages[0]?.actions ?? [];
  return triggers.flatMap(({ sourceAction, push, pullRequest }) => {
    const source = sources.find(({ name }) => name === sourceAction);
    const provider = source && findActionType(source)?.provider;
    return provider === undefined
      ? []
      : [
          {
            providerType: provider,
            gitConfiguration: {
              sourceActionName: sourceAction,
              ...(push && { pushes: push }),
              ...(pullRequest && {
                pullRequests: pullRequest.map(({ events = ["OPEN", "UPDATED", "CLOSED"], ...filters }) => ({
                  events: [...events],
                  ...filters,
                })),
              }),
            },
          },
        ];
  });
}
