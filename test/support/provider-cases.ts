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

/** Expectations of one action. */
export interface Expectation {
  readonly action: Input;
  readonly configuration: Readonly<Record<string, string>>;
  /** Statements of its role, without those for artifacts. */
  readonly statements: readonly Statement[];
}

/** Table of cases of a provider. */
export interface ProviderCases {
  /** Description of an action or rule in test titles, such as `an action that deploys to S3`. */
  readonly title: string;
  readonly minimal: Expectation;
  readonly full: Expectation;
  /** Keys of the minimal configuration. Each is required. */
  readonly required: readonly string[];
  /** Refused actions, with path and reason word for word. */
  readonly refused: readonly [what: string, action: Input, path: string, reason: string][];
  /** Other accepted actions. */
  readonly accepted?: readonly [what: string, action: Input][];
  /** Requests that the role of the full action must be allowed. */
  readonly allowed: readonly Request[];
  /** Requests on similar resources that the role must not be allowed. */
  readonly denied: readonly Request[];
}

/** Provider of actions or rules, as far as the tables use it. */
export interface Judged<A extends { readonly configuration: BaseAction["configuration"] }> {
  readonly schema: { parse(action: unknown): A } & Parameters<typeof schemaProblems>[0];
  validate(action: A): Problem[];
  permissions(action: A, context: ActionContext): Statement[];
}

/** Copies an action with another value in its configuration. An undefined value removes the key. */
export function configured({ ...action }: Input, changes: Input): Input {
  const configuration = Object.entries({ ...(action.configuration ?? {}), ...changes });
  return { ...action, configuration: Object.fromEntries(configuration.filter(([, value]) => value !== undefined)) };
}

/** All problems of one action. */
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

/** Defines the tests of a table. */
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

/** Facts of a provider in a table of AWS. */
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
