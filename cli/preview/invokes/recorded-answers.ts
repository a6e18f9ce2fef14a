import { isMap, mapMembers, type PropertyMap, revealed, Signature, signatureOf } from "../base/property-value";
import { isRecord } from "../project/yaml-file";
import type { FunctionAnswer, ResourceAnswer, StackAnswer, SuppliedAnswers } from "./supplied-answers";

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/**
 * Reads answers out of the log that the Pulumi CLI writes with `PULUMI_DEBUG_GRPC`: results of functions, states of
 * existing resources and outputs of stacks. Secret values are left out.
 */
export function recordedAnswers(log: string): SuppliedAnswers {
  const functions = new Map<string, FunctionAnswer>();
  const resources = new Map<string, ResourceAnswer>();
  const stacks: Record<string, StackAnswer> = {};
  for (const { method, request, response } of entries(log)) {
    if (method === "/pulumirpc.ResourceMonitor/Invoke" && isMap(response.return)) {
      const answer = { token: String(request.tok), args: properties(request.args), result: shown(response.return) };
      functions.set(JSON.stringify([answer.token, answer.args]), answer);
    }
    if (method === "/pulumirpc.ResourceMonitor/ReadResource" && isMap(response.properties)) {
      const [type, id] = [String(request.type), String(request.id)];
      if (type === STACK_REFERENCE) {
        stacks[id] = stackAnswer(response.properties);
      } else {
        resources.set(JSON.stringify([type, id]), { type, id, state: shown(response.properties) });
      }
    }
  }
  return { functions: [...functions.values()], stacks, resources: [...resources.values()] };
}

interface Entry {
  readonly method: unknown;
  readonly request: PropertyMap;
  readonly response: PropertyMap;
}

/** The calls of a log that have an answer. */
function entries(log: string): Entry[] {
  return log
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line))
    .filter(isRecord)
    .flatMap(({ method, request, response }) =>
      isMap(request) && isMap(response) ? [{ method, request, response }] : [],
    );
}

function stackAnswer(state: PropertyMap): StackAnswer {
  const outputs = revealed(state.outputs ?? {});
  const names = Array.isArray(state.secretOutputNames) ? state.secretOutputNames.map(String) : [];
  const open = Object.entries(isMap(outputs) ? outputs : {}).filter(([name]) => !names.includes(name));
  return { outputs: Object.fromEntries(open), secretOutputs: names };
}

function properties(value: unknown): PropertyMap {
  return isMap(value) ? value : {};
}

/** Members without a secret: an answers file is no place for one. */
function shown(map: PropertyMap): PropertyMap {
  const open = Object.entries(map).filter(([, value]) => signatureOf(value) !== Signature.secret);
  return mapMembers(Object.fromEntries(open), (value) => value);
}
