interface Conditional {
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface PolicyDocument {
  readonly Statement: readonly Conditional[];
}

/** A policy for one encryption context, because the simulator knows no encryption contexts. */
export function inEncryptionContext(
  policy: PolicyDocument,
  context: Readonly<Record<string, string | string[]>>,
): PolicyDocument {
  return { ...policy, Statement: policy.Statement.flatMap((statement) => inContext(statement, context)) };
}

function inContext(statement: Conditional, context: Readonly<Record<string, string | string[]>>): Conditional[] {
  const operators = Object.entries(statement.Condition ?? {});
  const ofContext = operators.flatMap(([, keys]) => Object.entries(keys).filter(([key]) => isOfContext(key)));
  const others = operators.map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).filter(([key]) => !isOfContext(key))),
  ]);
  const holds = ofContext.every(([key, patterns]) =>
    [patterns].flat().some((pattern) => matchesGlob(String(pattern), String(context[key] ?? ""))),
  );
  return holds ? [{ ...statement, Condition: Object.fromEntries(others) }] : [];
}

/** Whether a condition key is a part of the encryption context. */
export function isOfContext(key: string): boolean {
  return key.startsWith("kms:EncryptionContext:");
}

function matchesGlob(pattern: string, value: string): boolean {
  return pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
