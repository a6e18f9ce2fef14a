/** What a rule has to say about one property. */
export interface Finding {
  /** `unjudged`: an unknown value hides whether the rule holds. */
  readonly kind: "violation" | "unjudged";
  readonly message: string;
}

/**
 * A property that breaks the rule.
 *
 * @param path - where, as in `environment.privilegedMode`
 * @param desired - the state that is wanted and the fix, continuing the sentence that the path starts; never a value
 * that could be secret
 */
export function violation(path: string, desired: string): Finding {
  return { kind: "violation", message: `${path} ${desired}` };
}

/** A property whose value the rule needs and cannot know yet. */
export function unknownAt(path: string): Finding {
  return unjudged(
    path,
    "is not known yet, so this rule cannot judge it in this preview: compose it from names, account and region that " +
      "the program states, instead of another resource's outputs, and order the two with dependsOn",
  );
}

/** A property that the rule cannot judge for another reason. */
export function unjudged(path: string, reason: string): Finding {
  return { kind: "unjudged", message: `${path} ${reason}` };
}
