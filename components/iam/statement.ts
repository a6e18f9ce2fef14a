/** Condition operators, each with condition keys and the values they are compared with. */
export type Conditions = Record<string, Record<string, string | string[]>>;

/** A statement of an IAM policy, with the keys of IAM's JSON. */
export interface Statement {
  /** The id of the statement: letters and digits, unique within its document. */
  readonly Sid: string;
  /** Whether the statement allows or denies its actions. */
  readonly Effect: "Allow" | "Deny";
  /** The principals of a resource policy. A policy of a role has none. */
  readonly Principal?: "*" | Readonly<Record<string, string | string[]>>;
  /** Actions in full, such as `s3:GetObject`. */
  readonly Action: string | string[];
  /** ARNs of the resources, or `*`. */
  readonly Resource?: string | string[];
  /** ARNs of the resources that the statement leaves out, instead of `Resource`. */
  readonly NotResource?: string | string[];
  /** Condition operators, each with condition keys and the values they are compared with. */
  readonly Condition?: Conditions;
}

/** A grant of an identity policy, from which {@link allowStatement} makes a statement. */
export interface Grant {
  /** Letters and digits, unique within its document. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
}

/** Returns a statement that allows actions on resources. Name every action in full. */
export function allowStatement({ sid, actions, resources, conditions }: Grant): Statement {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: [...actions],
    Resource: [...resources],
    ...(conditions && { Condition: conditions }),
  };
}

/** Returns a statement that denies actions, whatever other statements of the role allow. */
export function deny(grant: Grant): Statement {
  return { ...allowStatement(grant), Effect: "Deny" };
}

/** Forbids actions on every resource but those of the grant. */
export function denyElsewhere({ sid, actions, resources, conditions }: Grant): Statement {
  return {
    Sid: sid,
    Effect: "Deny",
    Action: [...actions],
    NotResource: [...resources],
    ...(conditions && { Condition: conditions }),
  };
}

/** Whether an action of a statement, in full or with wildcards, means an action. IAM ignores upper and lower case. */
export function meansAction(written: string, action: string): boolean {
  const expression = written
    .replace(/[^\w*?:-]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}

/** The JSON of a policy document. Statements keep their order, so that the same input always gives the same text. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
