import type { Finding } from "./finding";
import { type JudgeStatement, judgeAllows } from "./policy-documents";
import type { JudgedResource } from "./rule";
import { isSet } from "./value";

/** Judges each statement that allows something in the `policy` of a resource: who may do what with it. */
export function policyAllows<C>(judge: JudgeStatement<C>) {
  return ({ props }: JudgedResource, config: C): Finding[] =>
    isSet(props.policy) ? judgeAllows([{ path: "policy", value: props.policy }], judge, config) : [];
}
