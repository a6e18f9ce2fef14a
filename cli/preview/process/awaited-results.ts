import { resultShape } from "../invokes/result-shape";
import { note } from "./notes";
import { afterLoading } from "./sdk-module";
import { standIn } from "./stand-in";

// Loaded ahead of a program: replaces unknown members of awaited results by values that the preview recognizes. The SDK
// returns an object for them, with the text "[object Object]". Results as outputs stay as the SDK makes them.

const INVOKE_OF_SDK = /[\\/]@pulumi[\\/]pulumi[\\/]runtime[\\/]invoke\.js$/;

type Invoke = (token: string, ...rest: unknown[]) => Promise<unknown>;

afterLoading(INVOKE_OF_SDK, (exported) => {
  const invoke = exported.invoke as Invoke;
  const invokeSingle = exported.invokeSingle as Invoke;
  exported.invoke = async (token: string, ...rest: unknown[]) => replaceUnknown(token, await invoke(token, ...rest));
  exported.invokeSingle = async (token: string, ...rest: unknown[]) => {
    const result = await invokeSingle(token, ...rest);
    return isUnknown(result) ? standIn("other", listNote(token)) : result;
  };
});

function replaceUnknown(token: string, result: unknown): unknown {
  if (typeof result !== "object" || result === null) {
    return result;
  }
  const members = Object.entries(result);
  if (!members.some(([, value]) => holdsUnknown(value))) {
    return result;
  }
  const shape = resultShape(token, process.cwd());
  const replaced = members.map(([name, value]) => [name, withStandIns(value, shape.get(name) ?? "other", token, name)]);
  const answer = Object.fromEntries(replaced);
  if (members.every(([, value]) => isUnknown(value))) {
    // pulumi.output(promise) must be an unknown output.
    Object.defineProperty(answer, "__pulumiUnknown", { value: true, enumerable: false });
  }
  return answer;
}

function withStandIns(value: unknown, type: Parameters<typeof standIn>[0], token: string, name: string): unknown {
  if (isUnknown(value)) {
    return standIn(type, listNote(`${token}.${name}`));
  }
  if (Array.isArray(value)) {
    return value.map((element) => withStandIns(element, type === "texts" ? "text" : "other", token, name));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, withStandIns(member, "other", token, `${name}.${key}`)]),
    );
  }
  return value;
}

function listNote(what: string): () => void {
  return () => note({ kind: "unknown-list", what });
}

function isUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null && "__pulumiUnknown" in value;
}

function holdsUnknown(value: unknown): boolean {
  return isUnknown(value) || (typeof value === "object" && value !== null && Object.values(value).some(holdsUnknown));
}
