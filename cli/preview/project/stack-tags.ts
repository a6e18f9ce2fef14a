import { PreviewError } from "../base/error";
import type { StackPlace } from "./all-stacks";
import { projectSettings, readProjectPlace } from "./project";
import { stackFiles, writtenKey } from "./stack";
import { isRecord, readYamlFile } from "./yaml-file";

/**
 * The tags of a stack: `pulumi:tags` of its project and of its settings, and `tags` of the environment in its settings.
 * Undefined if a file is wrong: the preview of the stack tells the reason.
 */
export function stackTags({ cwd, stack }: Pick<StackPlace, "cwd" | "stack">): ReadonlyMap<string, string> | undefined {
  try {
    const { name, stackDirectory } = readProjectPlace(cwd);
    const file = stackFiles({ stackDirectory }).get(stack);
    const settings = file === undefined ? {} : readYamlFile(file).config;
    const setting = (config: unknown, key: string) => {
      const value: unknown = Object(config)[writtenKey(config, key, name) ?? ""];
      // A project may declare a setting by its value.
      return isRecord(value) && isRecord(value.value) ? value.value : value;
    };
    return new Map([
      ...textsIn(setting(projectSettings(cwd), "pulumi:tags")),
      ...textsIn(Object(setting(settings, `${name}:environment`)).tags),
      ...textsIn(setting(settings, "pulumi:tags")),
    ]);
  } catch (error) {
    if (!(error instanceof PreviewError)) {
      throw error;
    }
    return undefined;
  }
}

function textsIn(tags: unknown): [string, string][] {
  return Object.entries(Object(tags)).map(([key, value]): [string, string] => [key, String(value)]);
}
