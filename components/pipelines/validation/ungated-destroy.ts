import { z } from "zod";
import type { Place } from "../../actions/base/action-type";
import { accountOf } from "../../aws/arn";
import { readLeniently } from "../../schema/lenient";
import type { Problem } from "../../schema/problem";
import { shown } from "../../schema/vocabulary";
import { placeOf } from "./cross-region";
import { runsDestroy } from "./destroy-commands";
import { type ActionOutline, type PipelineOutline, type RuleOutline, rulesOf, runsBefore } from "./outline";

type Outline = ActionOutline | RuleOutline;

const commandsSchema = z.array(z.string());
const configurationSchema = z.object({ ActionMode: z.string(), StackName: z.string(), BuildspecOverride: z.string() });

/** Refuses commands that destroy, in settings whose commands wait for nobody. */
export function destroyCommandProblems(path: string, commands: readonly (string | undefined)[] | undefined): Problem[] {
  const all = commands ?? [];
  // The commands of a build share its variables.
  const upTo = (index: number) => runsDestroy(all.slice(0, index + 1).join("\n"));
  return all.flatMap((command, index) =>
    command !== undefined && (runsDestroy(command) || (upTo(index) && !upTo(index - 1)))
      ? [
          {
            path: `${path}[${index}]`,
            reason: `is ${shown(command)}, which destroys without asking anybody: destroy by the settings' destroy, behind an approval`,
          },
        ]
      : [],
  );
}

/**
 * Refuses actions and rules that destroy without a manual approval before. They run a destroy in their own commands or
 * buildspec, or delete a stack that the pipeline did not make. A project that a pipeline only names is its owner's to
 * check.
 *
 * @param home - account and region of the pipeline, if known; unknown ones count as equal
 */
export function ungatedDestroyProblems({ stages }: PipelineOutline, home: Place | undefined): Problem[] {
  const actions = stages.flatMap((stage) => stage.actions);
  const rules = stages.flatMap(rulesOf);
  const approvals = actions.filter(({ category, provider }) => category === "Approval" && provider === "Manual");
  return [...actions, ...rules].flatMap((part) => {
    const isGated = "category" in part && approvals.some((approval) => runsBefore(approval, part));
    return isGated ? [] : [...scriptProblems(part), ...stackProblems(part, actions, home)];
  });
}

function scriptProblems(part: Outline): Problem[] {
  return scriptsOf(part)
    .filter(({ script }) => runsDestroy(script))
    .map(({ path, script }) => ({
      path,
      reason: `runs ${shown(script)}, which destroys without asking anybody: put a manual approval before it, or use DestroyPipeline`,
    }));
}

/** A stack that the pipeline made before, such as one to test in, it may delete without asking. */
function stackProblems(part: Outline, actions: readonly ActionOutline[], home: Place | undefined): Problem[] {
  const { ActionMode: mode, StackName: stack } = configurationOf(part);
  if (mode !== "DELETE_ONLY") {
    return [];
  }
  const made = actions.some((other) => {
    const { ActionMode, StackName } = configurationOf(other);
    const isSameStack = StackName === stack && isSamePlace(other, part, home);
    return isSameStack && ActionMode !== mode && ActionMode !== "CHANGE_SET_REPLACE" && runsBefore(other, part);
  });
  return made
    ? []
    : [
        {
          path: `${part.path}.configuration.ActionMode`,
          reason: `is "DELETE_ONLY" for ${shown(stack)}, which this pipeline has not made before: put a manual approval before it`,
        },
      ];
}

function isSamePlace(one: Outline, other: Outline, home: Place | undefined): boolean {
  const [first, second] = [placeIn(home, one), placeIn(home, other)];
  return isSame(first.region, second.region) && isSame(first.account, second.account);
}

function placeIn(home: Place | undefined, { region, roleArn }: Outline) {
  return home === undefined ? { region, account: accountOf(roleArn ?? "") } : placeOf(home, { region, roleArn });
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function configurationOf({ configuration }: Outline) {
  return readLeniently(configurationSchema, configuration) ?? {};
}

function scriptsOf(part: Outline) {
  const { path, commands } = part;
  const { BuildspecOverride: buildspec } = configurationOf(part);
  return [
    ...(readLeniently(commandsSchema, commands) ?? []).flatMap((script, index) =>
      script === undefined ? [] : [{ path: `${path}.commands[${index}]`, script }],
    ),
    ...(buildspec === undefined ? [] : [{ path: `${path}.configuration.BuildspecOverride`, script: buildspec }]),
  ];
}
