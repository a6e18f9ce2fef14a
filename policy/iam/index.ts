/**
 * Reads and evaluates IAM policy documents: statements, the actions that they allow on which resources and under which
 * conditions, and AWS's table of actions. It imports no SDK.
 *
 * @example
 * ```ts
 * const { statements } = readDocument({ path: "policy", value: text });
 * const grants = grantsOf(statements, { actions: ["s3:GetObject"], targets: ["arn:aws:s3:::acme-logs/*"] });
 * ```
 *
 * @packageDocumentation
 */
export { type Action, actionsOf, expand, serviceNames } from "./action-table";
export { includes, isEveryResource, reaches } from "./arn";
export { compare, requiring } from "./conditions";
export {
  type Condition,
  coversAction,
  type IamDocument,
  type Principal,
  type Problem,
  readDocument,
  type Statement,
} from "./document";
export { type EscalationSet, escalationSets, type Holder, placesOf } from "./escalation";
export { certainActions, type Grant, grantsOf, type Question } from "./evaluate";
export { globMatches, globsOverlap } from "./glob";
export { grammarProblems, type Purpose } from "./grammar";
export { serviceName, servicesOf } from "./principals";
export { type Located, type Properties, unknownValue, type Value } from "./value";
