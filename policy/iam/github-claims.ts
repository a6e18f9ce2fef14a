import { hasUnknownCondition, requiring } from "./conditions";
import type { Condition } from "./document";
import { hasWildcard } from "./glob";
import { textOf, unknownValue, type Value } from "./value";

/** Claims of a token of GitHub of which a condition must hold one, each with the values that it may compare with. */
interface Wanted {
  readonly claims: Readonly<Record<string, (value: Value) => boolean>>;
  readonly desired: string;
}

const provider = "token.actions.githubusercontent.com";

const wanted: readonly Wanted[] = [
  {
    claims: { aud: isExact },
    desired: `should require the audience of the token in ${provider}:aud`,
  },
  {
    // The numbers of repositories and owners stay when names are given up and taken by others.
    claims: { sub: isSubject, repository: isRepository, repository_id: isExact, repository_owner_id: isExact },
    desired: `should require ${provider}:sub to be repo:<owner>/<name>:..., with the owner`,
  },
];

/**
 * What conditions on the tokens of an issuer lack: the desired state of each, or the unknown where it cannot be told.
 *
 * @param issuer - as condition keys start with it: the provider's name, and the enterprise's where it has its own
 */
export function missingClaims(issuer: string, conditions: readonly Condition[]): (string | typeof unknownValue)[] {
  return wanted.flatMap(({ claims, desired }) => {
    const comparisons = Object.entries(claims).flatMap(([claim, isNarrow]) =>
      requiring(conditions, [`${issuer}:${claim}`]).map(({ values }) => ({ values, isNarrow })),
    );
    if (comparisons.some(({ values, isNarrow }) => values.length > 0 && values.every(isNarrow))) {
      return [];
    }
    const unsure = hasUnknownCondition(conditions) || comparisons.some(({ values }) => values.includes(unknownValue));
    return [unsure ? unknownValue : desired];
  });
}

function isExact(value: Value): boolean {
  return textOf(value) !== "" && !hasWildcard(textOf(value));
}

/** The owner and a name must be there: a claim other than `repo` first can be the same in anybody's repository. */
function isSubject(value: Value): boolean {
  return /^repo:[^*?/:]+\/[^:]/.test(textOf(value));
}

function isRepository(value: Value): boolean {
  return /^[^*?/:]+\/./.test(textOf(value));
}
