import type { PropertyMap } from "../property-value";
import type { Question } from "./answer";

/** Computes `aws.iam.getPolicyDocument`. */
export function policyDocumentAnswer(question: Question): PropertyMap | undefined {
  return question.token === "aws:iam/getPolicyDocument:getPolicyDocument" ? {} : undefined;
}
