import { variableCheck, variableCheckRule } from "../../../../components/actions/rules/variable-check";
import { configured, describeProvider } from "../../../support/provider-cases";

const rule = variableCheckRule({
  name: "Wanted",
  configuration: { Variable: "#{Source.CommitMessage}", Value: "destroy dev", Operator: "EQ" },
});

const configuration = { Variable: "#{Source.CommitMessage}", Value: "destroy dev", Operator: "EQ" };
const full = { ...rule, timeoutInMinutes: 5 };
const reference = "give one reference, such as #{Source.CommitMessage}";

describeProvider(variableCheck, {
  title: "a rule that checks a variable",
  minimal: { action: rule, configuration, statements: [] },
  full: { action: full, configuration, statements: [] },
  required: ["Variable", "Value", "Operator"],
  refused: [
    [
      "a variable that is no reference",
      configured(rule, { Variable: "Source.CommitMessage" }),
      "configuration.Variable",
      `is "Source.CommitMessage": ${reference}`,
    ],
    [
      "two references",
      configured(rule, { Variable: "#{a.b}#{c.d}" }),
      "configuration.Variable",
      `is "#{a.b}#{c.d}": ${reference}`,
    ],
    [
      "an operator that AWS does not know",
      configured(rule, { Operator: "GT" }),
      "configuration.Operator",
      'is "GT": allowed are EQ, NE, CONTAINS, MATCHES',
    ],
    ["a timeout of 4 minutes", { ...rule, timeoutInMinutes: 4 }, "timeoutInMinutes", "is 4: give at least 5"],
  ],
  allowed: [],
  denied: [{ action: "codepipeline:GetPipeline", resource: "arn:aws:codepipeline:eu-central-1:111122223333:shop" }],
});
