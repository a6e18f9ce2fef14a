/** The verdict of a rule about one property. */
export interface Finding {
  /**
   * `advice`: an improvement that never fails a preview. `unjudged`: an unknown value decides. `excepted`: the
   * configuration accepts the violation until a date.
   */
  readonly kind: "violation" | "advice" | "unjudged" | "excepted";
  readonly message: string;
  /** The path of the unknown value, where that is the reason for the finding. */
  readonly unknown?: string;
  /** The values that mend the violation, for a rule that remediates. */
  readonly fixes?: Fixes;
}

/**
 * New values by property path, as in `{ "environment.privilegedMode": false }`; `undefined` removes the property.
 * They are written only where the rule states its `remediation` and its level is `remediate`.
 */
export type Fixes = Readonly<Record<string, FixValue | undefined>>;

export type FixValue = string | number | boolean | readonly FixValue[] | { readonly [name: string]: FixValue };

/**
 * A property that breaks the rule.
 *
 * @param path - where, as in `environment.privilegedMode`
 * @param desired - the state that is wanted and the fix, continuing the sentence that the path starts; never a value
 * that could be secret
 * @param fixes - values that mend the property, where it is safe to write them without asking
 */
export function violation(path: string, desired: string, fixes?: Fixes): Finding {
  const finding: Finding = { kind: "violation", message: `${path} ${desired}` };
  return fixes === undefined ? finding : { ...finding, fixes };
}

/** A property that works and could be better. It is an advisory whatever the level of the rule. */
export function advice(path: string, desired: string): Finding {
  return { kind: "advice", message: `${path} ${desired}` };
}

/** A property whose value the rule needs and cannot know yet. */
export function unknownAt(path: string): Finding {
  const reason =
    "is not known yet, so this rule cannot judge it in this preview: compose it from names, account and region that " +
    "the program states, instead of another resource's outputs, and order the two with dependsOn";
  return { ...unjudged(path, reason), unknown: path };
}

/** A property that the rule cannot judge for another reason. */
export function unjudged(path: string, reason: string): Finding {
  return { kind: "unjudged", message: `${path} ${reason}` };
}

/** The same finding about a part of a resource that the program does not make. */
export function judgedAlone(finding: Finding, owner: string): Finding {
  return {
    ...finding,
    message: `${finding.message}. This program makes no ${owner} of that name, so the rule judges this resource alone`,
  };
}
