const comparisons = [
  ...["String", "StringNot"].flatMap((start) => [`${start}Equals`, `${start}EqualsIgnoreCase`, `${start}Like`]),
  ...["Numeric", "Date"].flatMap((type) =>
    ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map((it) => type + it),
  ),
  ...["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "IpAddress", "NotIpAddress", "Bool", "BinaryEquals"],
].map((name) => name.toLowerCase());

/**
 * Whether AWS knows an operator of a condition block, in lower case, with or without `ForAllValues:`,
 * `ForAnyValue:` and `IfExists`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function isConditionOperator(operator: string): boolean {
  const comparison = operator.replace(/^for(all|any)values?:/, "").replace(/ifexists$/, "");
  return operator === "null" || comparisons.includes(comparison);
}
