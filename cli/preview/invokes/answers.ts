import type { Diagnostics } from "../base/diagnostics";
import { containsUnknown, type PropertyMap, UNKNOWN } from "../base/property-value";
import type { Answer, Question } from "../engine/answer";
import { packageOf } from "../engine/urn";
import { type AccountContext, accountAnswer } from "./account";
import { placesAnswer } from "./places";
import { policyDocumentAnswer } from "./policy-document";
import { unknownResult } from "./result-shape";
import { type SuppliedAnswers, suppliedResult } from "./supplied-answers";

/**
 * Answers a program's function calls without a provider: with the supplied answers, with settings, and by computing
 * IAM policy documents. Any other result is unknown, and a warning names the function once.
 */
export function createAnswer(
  context: AccountContext,
  supplied: SuppliedAnswers,
  programDirectory: string,
  diagnostics: Diagnostics,
): Answer {
  return (question) => {
    const given = suppliedResult(supplied, question.token, question.args);
    if (given !== undefined) {
      return given;
    }
    const unknown = () => unanswered(question, programDirectory);
    if (containsUnknown(question.args) && question.token !== "aws:iam/getPolicyDocument:getPolicyDocument") {
      return unknown();
    }
    const result =
      policyDocumentAnswer(question) ??
      accountAnswer(question, context, diagnostics) ??
      placesAnswer(question, context, diagnostics);
    if (result !== undefined) {
      return { ...members(question, programDirectory), ...result };
    }
    warnUnanswered(question.token, diagnostics);
    return unknown();
  };
}

/** Warns that a function's result is unknown in this preview. */
export function warnUnanswered(token: string, diagnostics: Diagnostics): void {
  diagnostics.once(
    "warning",
    `${token}: only the provider knows the result, so it is unknown in this preview; supply it with --answers`,
  );
}

function unanswered(question: Question, programDirectory: string): PropertyMap {
  const result = unknownResult(question.token, programDirectory);
  // Functions of the AWS provider return their arguments as part of the result.
  return packageOf(question.token) === "aws" ? { ...result, ...question.args } : result;
}

/** Members that an answer leaves out, as unknown ones. */
function members(question: Question, programDirectory: string): PropertyMap {
  return packageOf(question.token) === "aws" && !question.token.startsWith("aws:iam/")
    ? Object.fromEntries(
        Object.keys(unknownResult(question.token, programDirectory))
          .filter((name) => name !== "result")
          .map((name) => [name, UNKNOWN]),
      )
    : {};
}
