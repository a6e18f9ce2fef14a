import type { Finding } from "../lib/facts/finding";
import { isSet } from "../lib/facts/value";
import type { JudgedResource } from "../lib/rule/rule";
import { type JudgeStatement, judgeAllows } from "./policy-documents";

/** Judges each statement that allows something in the `policy` of a resource: who may do what with it. */
export function policyAllows<C>(judge: JudgeStatement<C>) {
  return ({ props }: JudgedResource, config: C): Finding[] =>
    isSet(props.policy) ? judgeAllows([{ path: "policy", value: props.policy }], judge, config) : [];
}
