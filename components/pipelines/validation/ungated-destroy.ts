import { z } from "zod";
import type { Place } from "../../actions/base/action-type";
import type { Problem } from "../../schema/problem";
import { shown } from "../../schema/vocabulary";
import { placeOf } from "./cross-region";
import { runsDestroy } from "./destroy-commands";
import { type ActionOutline, outlinePipeline, type RuleOutline, rulesOf, runsBefore } from "./outline";

type Outline = ActionOutline | RuleOutline;

const texts = z.array(z.string()).catch([]);
const overridden = z.object({ BuildspecOverride: z.string().optional().catch(undefined) }).catch({});

const text = z.string().optional().catch(undefined);
const stackSchema = z.object({ ActionMode: text, StackName: text }).catch({});

/** Refuses commands that destroy, in settings whose commands wait for nobody. */
export function destroyCommandProblems(path: string, commands: readonly string[] | undefined): Problem[] {
  return (commands ?? []).flatMap((command, index) =>
    runsDestroy(command)
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
 * Refuses actions and rules of a pipeline that destroy by their own commands or buildspec, or delete a stack that the
 * pipeline did not make, unless a manual approval comes before.
 * What a project runs that is only named is its maker's to say.
 *
 * @param home - where the pipeline is made, and what says no other place acts
 */
export function ungatedDestroyProblems(definition: unknown, home: Place): Problem[] {
  const stages = outlinePipeline(definition) ?? [];
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
function stackProblems(part: Outline, actions: readonly ActionOutline[], home: Place): Problem[] {
  const { ActionMode: mode, StackName: stack } = stackOf(part);
  if (mode !== "DELETE_ONLY") {
    return [];
  }
  const made = actions.some((other) => {
    const { ActionMode, StackName } = stackOf(other);
    const isSame = StackName === stack && isSamePlace(other, part, home);
    return isSame && ActionMode !== mode && ActionMode !== "CHANGE_SET_REPLACE" && runsBefore(other, part);
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

function isSamePlace(one: Outline, other: Outline, home: Place): boolean {
  const [first, second] = [placeOf(home, one), placeOf(home, other)];
  return first.region === second.region && first.account === second.account;
}

function stackOf({ configuration }: Outline) {
  return stackSchema.parse(configuration);
}

function scriptsOf({ path, commands, configuration }: Outline) {
  const { BuildspecOverride: buildspec } = overridden.parse(configuration);
  return [
    ...texts.parse(commands).map((script, index) => ({ path: `${path}.commands[${index}]`, script })),
    ...(buildspec === undefined ? [] : [{ path: `${path}.configuration.BuildspecOverride`, script: buildspec }]),
  ];
}
