import { withAllowed } from "../../schema/nearest";
import type { Problem } from "../../schema/problem";
import { eachOf, mapOf } from "./aws-map";
import { configurationOf } from "./aws-values";
import type { TemplateValues } from "./evaluate-template";

type Keys = Readonly<Record<string, unknown>>;

/** Options of the reader: values that the file cannot say. */
export interface PipelineFileOptions extends TemplateValues {
  /** The logical id of the pipeline, for a template with several. */
  readonly pipeline?: string | undefined;
  /**
   * Keys of this package for actions of the file, by `<stage>/<action>`, such as `taskDefinitionFamily` of an ECS
   * action. A file in AWS's form has no place for them.
   */
  readonly actions?: Readonly<Record<string, Keys>> | undefined;
  /** The ARN of the connection that replaces the OAuth token of GitHub sources of version 1. */
  readonly connectionArn?: string | undefined;
}

/** A pipeline with the values of the options. */
export interface OptionedPipeline {
  readonly structure: unknown;
  readonly problems: readonly Problem[];
  /** Parts of the file that the options replace. */
  readonly notes: readonly string[];
}

/** Puts the values of the options into a pipeline. */
export function withOptions(
  structure: unknown,
  { actions = {}, connectionArn }: PipelineFileOptions,
): OptionedPipeline {
  const known: string[] = [];
  const notes: string[] = [];
  const problems: Problem[] = [];
  const stages = eachOf(mapOf(structure)?.stages, (written) => {
    const stage = mapOf(written);
    const index = Number(listOf(mapOf(structure)?.stages).indexOf(written));
    return stage === undefined
      ? written
      : {
          ...stage,
          actions: eachOf(stage.actions, (item) => {
            const action = mapOf(item);
            if (action === undefined) {
              return item;
            }
            const place = `${String(stage.name)}/${String(action.name)}`;
            known.push(place);
            const read = { ...action, ...actions[place] };
            if (mapOf(action.actionTypeId)?.provider !== "GitHub") {
              return read;
            }
            if (connectionArn === undefined) {
              const at = listOf(stage.actions).indexOf(item);
              problems.push({ path: `stages[${index}].actions[${at}].provider`, reason: oauthReason });
              return withoutToken(read);
            }
            notes.push(`${place}: The connection replaces the OAuth token of the source. Revoke the token.`);
            return byConnection(read, connectionArn);
          }),
        };
  });
  const unknown = Object.keys(actions).filter((place) => !known.includes(place));
  return {
    structure: mapOf(structure)?.stages === undefined ? structure : { ...mapOf(structure), stages },
    problems: [
      ...problems,
      ...unknown.map((place) => ({
        path: "stages",
        reason: withAllowed(`have no action ${place}, which the option actions names`, place, known),
      })),
    ],
    notes,
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html */
const oauthReason =
  "is GitHub of version 1, whose configuration holds a token that reads every repository of a person. Give the option " +
  "connectionArn with the ARN of a connection, and the reader makes the action a source by that connection";

function byConnection(written: Keys, connectionArn: string): Keys {
  const { Owner, Repo, Branch } = configurationOf(written) ?? {};
  const unknown = [Owner, Repo].find((part) => typeof part === "symbol");
  return {
    ...written,
    actionTypeId: { category: "Source", owner: "AWS", provider: "CodeStarSourceConnection", version: "1" },
    configuration: {
      ConnectionArn: connectionArn,
      FullRepositoryId: unknown ?? `${String(Owner)}/${String(Repo)}`,
      BranchName: Branch,
    },
  };
}

function withoutToken(action: Keys): Keys {
  const { OAuthToken: _, ...configuration } = configurationOf(action) ?? {};
  return { ...action, configuration };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
