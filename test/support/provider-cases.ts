import assert from "node:assert/strict";
import type { BaseAction } from "../../components/actions/base/action-shape";
import type { ActionContext, ActionType } from "../../components/actions/base/action-type";
import type { Statement } from "../../components/iam/statement";
import { configurationProblems, renderConfiguration } from "../../components/pipelines/definition/action-configuration";
import type { Problem } from "../../components/schema/problem";
import { schemaProblems } from "../../components/schema/vocabulary";
import { decide, type Request } from "../program/iam/simulate";
import { context } from "./pipelines";
import { scope } from "./scopes";

type Input = Readonly<Record<string, unknown>>;

/** What one action should be in AWS's eyes. */
export interface Expectation {
  readonly action: Input;
  readonly configuration: Readonly<Record<string, string>>;
  /** What its role may do, besides its use of artifacts. */
  readonly statements: readonly Statement[];
}

/** Everything that is said about a provider, as a table. */
export interface ProviderCases {
  /** What the tests call one of its actions or rules, such as `an action that deploys to S3`. */
  readonly title: string;
  readonly minimal: Expectation;
  readonly full: Expectation;
  /** The keys of the minimal configuration, each of which must not be missing. */
  readonly required: readonly string[];
  /** What is refused, where and why, word for word. */
  readonly refused: readonly [what: string, action: Input, path: string, reason: string][];
  /** What is accepted besides. */
  readonly accepted?: readonly [what: string, action: Input][];
  /** What the role of the full action must be allowed. */
  readonly allowed: readonly Request[];
  /** What it must not be allowed: the same for its neighbours. */
  readonly denied: readonly Request[];
}

/** What the tables need of a provider, be it of actions or of rules. */
export interface Judged<A extends { readonly configuration: BaseAction["configuration"] }> {
  readonly schema: { parse(action: unknown): A } & Parameters<typeof schemaProblems>[0];
  validate(action: A): Problem[];
  permissions(action: A, context: ActionContext): Statement[];
}

/** A copy of an action with another value in its configuration; without the key where the value is undefined. */
export function configured({ ...action }: Input, changes: Input): Input {
  const configuration = Object.entries({ ...(action.configuration ?? {}), ...changes });
  return { ...action, configuration: Object.fromEntries(configuration.filter(([, value]) => value !== undefined)) };
}

/** Everything that is wrong with one action. */
export function problemsOf<A extends { readonly configuration: BaseAction["configuration"] }>(
  type: Judged<A>,
  action: Input,
): Problem[] {
  const problems = schemaProblems(type.schema, action);
  if (problems.length > 0) {
    return problems;
  }
  const read = type.schema.parse(action);
  return [...type.validate(read), ...configurationProblems(read.configuration)];
}

/** States everything that a table says about a provider. */
export function describeProvider<A extends { readonly configuration: BaseAction["configuration"] }>(
  type: Judged<A>,
  cases: ProviderCases,
): void {
  const { title, minimal, full, required, refused, accepted = [], allowed, denied } = cases;
  const decisions = (requests: readonly Request[]) =>
    decideAll(type.permissions(type.schema.parse(full.action), context), requests);

  describe(title, () => {
    for (const [what, { action, configuration, statements }] of [
      ["the least there can be", minimal],
      ["every key", full],
    ] as const) {
      it(`accepts ${what}, and is configured with it as AWS takes it`, () => {
        assert.deepEqual(problemsOf(type, action), []);
        assert.deepEqual(renderConfiguration(type.schema.parse(action).configuration), configuration);
      });

      it(`may do exactly what it must with ${what}`, () => {
        assert.deepEqual(type.permissions(type.schema.parse(action), context), statements);
      });
    }

    for (const key of required) {
      it(`refuses a configuration without ${key}`, () => {
        const [problem, ...others] = problemsOf(type, configured(minimal.action, { [key]: undefined }));
        assert.equal(problem?.path, `configuration.${key}`);
        assert.match(problem.reason, /^is missing/);
        assert.deepEqual(others, []);
      });
    }

    for (const [what, action, path, reason] of refused) {
      it(`refuses ${what}`, () => {
        assert.deepEqual(problemsOf(type, action), [{ path, reason }]);
      });
    }

    for (const [what, action] of accepted) {
      it(`accepts ${what}`, () => {
        assert.deepEqual(problemsOf(type, action), []);
      });
    }

    for (const [what, expected, requests] of [
      ["its work", "Allowed", allowed],
      ["nothing with what is beside it", "ImplicitlyDenied", denied],
    ] as const) {
      if (requests.length > 0) {
        it(`lets its role do ${what}`, async () => {
          assert.deepEqual(
            await decisions(requests),
            requests.map(({ action, resource }) => `${expected}: ${action} on ${resource}`),
          );
        });
      }
    }
  });
}

function decideAll(statements: readonly Statement[], requests: readonly Request[]): Promise<string[]> {
  const policy = { Version: "2012-10-17", Statement: statements };
  const environment = { stack: "any", account: scope.account, roles: [], resourcePolicies: new Map() };
  const role = { name: "action", arn: `arn:aws:iam::${scope.account}:role/action`, trust: undefined, policy };
  return Promise.all(
    requests.map(async (request) => {
      const decision = await decide(environment, role, request);
      return `${decision}: ${request.action} on ${request.resource}`;
    }),
  );
}

/** The facts of a provider that a table of AWS's states. */
export function factsOf({ owner, version, categories, inputArtifacts, outputArtifacts, ...type }: ActionType) {
  const { provider, outputVariables, pipelineTypes, crossRegion } = type;
  return {
    provider,
    owner,
    version,
    categories,
    inputArtifacts,
    outputArtifacts,
    outputVariables,
    pipelineTypes,
    crossRegion,
  };
}
