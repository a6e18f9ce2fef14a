import fc from "fast-check";
import { findRuleType } from "../../components/actions/rules/catalogue";
import { type Available, chosen, primarySource, region, some, takenBy, word } from "./arbitrary-action";
import { rewireAll } from "./rewire";
import { sampleRules } from "./sample-rules";
import { scope } from "./scopes";

const ruleSeed = fc.record({
  sample: fc.nat(),
  word,
  first: fc.nat(),
  inputs: fc.nat(),
  reference: fc.nat(),
  region,
  timeoutInMinutes: fc.option(fc.integer({ min: 5, max: 86_400 }), { nil: undefined }),
});

type RuleSeed = typeof ruleSeed extends fc.Arbitrary<infer Seed> ? Seed : never;

const rules = fc.array(ruleSeed, { minLength: 1, maxLength: 5 });
const sometimes = { freq: 3, nil: undefined };

/** Random choices for the conditions of a stage. */
export const conditionsSeed = fc.record({
  beforeEntry: fc.option(fc.record({ result: fc.constantFrom("FAIL", "SKIP"), rules }), sometimes),
  onSuccess: fc.option(fc.record({ result: fc.constantFrom("FAIL", "ROLLBACK"), rules }), sometimes),
  onFailure: fc.option(
    fc.oneof(
      fc.record({ result: fc.constant("ROLLBACK"), rules: fc.option(rules, { nil: undefined }) }),
      fc.record(
        { result: fc.constant("RETRY"), retryMode: fc.constantFrom("FAILED_ACTIONS", "ALL_ACTIONS") },
        { requiredKeys: ["result"] },
      ),
    ),
    sometimes,
  ),
});

export type ConditionsSeed = typeof conditionsSeed extends fc.Arbitrary<infer Seed> ? Seed : never;

export interface WrittenRule {
  readonly name: string;
  readonly provider: string;
  readonly inputArtifacts: readonly string[];
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export interface WrittenCondition {
  readonly result: string;
  readonly rules?: readonly WrittenRule[];
  readonly [key: string]: unknown;
}

/** The conditions of a stage by their kinds. */
export type WrittenConditions = Partial<Record<"beforeEntry" | "onSuccess" | "onFailure", WrittenCondition>>;

interface Stage {
  readonly id: string;
  readonly rollsBack: boolean;
  /** Inputs available before the stage and after it. */
  readonly before: Available;
  readonly after: Available;
}

/** Valid conditions of a stage. */
export function conditionsOf(
  { beforeEntry, onSuccess, onFailure }: ConditionsSeed,
  { id, rollsBack, before, after }: Stage,
): WrittenConditions {
  const result = (wanted: string) => (wanted === "ROLLBACK" && !rollsBack ? "FAIL" : wanted);
  return {
    ...(beforeEntry && {
      beforeEntry: {
        result: beforeEntry.result,
        rules: rulesOf(beforeEntry.rules, `${id}_e`, before, beforeEntry.result === "SKIP"),
      },
    }),
    ...(onSuccess && {
      onSuccess: { result: result(onSuccess.result), rules: rulesOf(onSuccess.rules, `${id}_s`, after, false) },
    }),
    ...(onFailure && (rollsBack || onFailure.result === "RETRY") && { onFailure: onFailureOf(onFailure, id, after) }),
  };
}

function onFailureOf(seed: NonNullable<ConditionsSeed["onFailure"]>, id: string, there: Available): WrittenCondition {
  return "rules" in seed && seed.rules !== undefined
    ? { ...seed, rules: rulesOf(seed.rules, `${id}_f`, there, false) }
    : (Object.fromEntries(Object.entries(seed).filter(([, value]) => value !== undefined)) as WrittenCondition);
}

function rulesOf(seeds: readonly RuleSeed[], id: string, there: Available, skips: boolean): WrittenRule[] {
  const fitting = sampleRules.filter(({ provider, inputArtifacts = [] }) => {
    const type = findRuleType(provider);
    return (type?.canSkipStage || !skips) && inputArtifacts.length <= takenBy(type, there).length;
  });
  return seeds.map((seed, index) => ruleOf(seed, fitting, `${id}${index}`, there));
}

/** Turns a sample into a rule of a condition that uses the available inputs. */
export function ruleOf(seed: RuleSeed, fitting: typeof sampleRules, id: string, there: Available): WrittenRule {
  const sample = chosen(fitting, seed.sample);
  const { inputArtifacts: taken = [], configuration = {}, ...rest } = sample;
  const { min = 0, max = 0 } = findRuleType(sample.provider)?.inputArtifacts ?? {};
  const wanted = Math.max(min, taken.length) + (seed.inputs % (max - Math.max(min, taken.length) + 1));
  const inputs = some(takenBy(findRuleType(sample.provider), there), seed.first, wanted);
  const place = {
    artifacts: new Map(taken.map((artifact, index) => [artifact, inputs[index] ?? artifact])),
    reference: chosen(there.references, seed.reference),
    account: scope.account,
    region: seed.region ?? scope.region,
  };
  return {
    ...rewireAll(rest, place),
    name: `${seed.word}-${id}`,
    provider: sample.provider,
    inputArtifacts: inputs,
    configuration: { ...rewireAll(configuration, place), ...primarySource({}, configuration, inputs) },
    ...(seed.region !== undefined && { region: seed.region }),
    ...(seed.timeoutInMinutes !== undefined && { timeoutInMinutes: seed.timeoutInMinutes }),
  };
}
