/** Upper bounds, each a part of the same figure of AWS CDK with cdk-nag. */
export interface Goal {
  readonly time?: number;
  readonly memory?: number;
}

export const GOALS = {
  dev: { time: 0.5, memory: 0.3 },
  ten: { time: 1 },
  fifty: { time: 2, memory: 1 },
} as const satisfies Record<string, Goal>;

/** Stacks of a preview of all, and seconds for each of them at most. */
export const ALL = { stacks: 50, secondsEach: 0.6 };

/** Resources that a deployment creates one after the other at most. */
export const LONGEST_CHAIN = 5;

/** A figure beside its goal, as in `0.44 (goal 0.50)` or `1.2, misses the goal 1.00`. */
export function besideGoal(figure: number, goal: number | undefined): string {
  if (Number.isNaN(figure)) {
    return "";
  }
  const shown = figure.toFixed(2);
  if (goal === undefined) {
    return shown;
  }
  return figure <= goal ? `${shown} (goal ${goal.toFixed(2)})` : `${shown}, misses the goal ${goal.toFixed(2)}`;
}

/** A resource of a preview's JSON. */
export interface State {
  readonly urn: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
}

/**
 * The most resources that wait for each other, one after the other, by their URNs. Components take no time themselves, but
 * their children wait with them for the values in their inputs.
 */
export function longestChain(states: readonly State[]): readonly string[] {
  const byUrn = new Map(states.map((state) => [state.urn, state]));
  const chains = new Map<string, readonly string[]>();
  const chainOf = (state: State): readonly string[] => {
    const known = chains.get(state.urn);
    if (known !== undefined) {
      return known;
    }
    const waitsFor = [...(state.dependencies ?? []), ...(state.parent === undefined ? [] : [state.parent])];
    const before = waitsFor.flatMap((urn) => byUrn.get(urn) ?? []).map(chainOf);
    const longest = before.reduce((one, other) => (other.length > one.length ? other : one), []);
    const chain = state.custom ? [...longest, state.urn] : longest;
    chains.set(state.urn, chain);
    return chain;
  };
  return states.map(chainOf).reduce((one, other) => (other.length > one.length ? other : one), []);
}
