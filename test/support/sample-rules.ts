import type { RuleInput } from "../../components/actions/rules/catalogue";

/** A rule of every provider, as a user would write it. */
export const sampleRules: readonly RuleInput[] = [
  {
    name: "Wanted",
    provider: "VariableCheck",
    configuration: { Variable: "#{Repository.CommitMessage}", Operator: "CONTAINS", Value: "release" },
  },
];
