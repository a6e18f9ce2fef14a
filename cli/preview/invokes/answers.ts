import type { Diagnostics } from "../base/diagnostics";
import type { Answer } from "../engine/answer";
import { type AccountContext, accountAnswer } from "./account";
import { policyDocumentAnswer } from "./policy-document";
import { unknownResult } from "./result-shape";

/**
 * Answers a program's function calls as far as that can be done without asking anybody: who and where we are, and what
 * is only computed. Any other result is unknown, which is said once per function.
 */
export function createAnswer(context: AccountContext, programDirectory: string, diagnostics: Diagnostics): Answer {
  return (question) => {
    const result = policyDocumentAnswer(question) ?? accountAnswer(question, context, diagnostics);
    if (result !== undefined) {
      return result;
    }
    sayUnanswered(question.token, diagnostics);
    return unknownResult(question.token, programDirectory);
  };
}

/** Says that a function's result is unknown here. */
export function sayUnanswered(token: string, diagnostics: Diagnostics): void {
  diagnostics.once(
    "warning",
    `${token} asks a provider, which is not there offline: its result is unknown in this preview`,
  );
}
