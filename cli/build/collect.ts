import { posix } from "node:path";
import { globMatches } from "../insight/path-glob";

/** Files that one artifact, report or cache takes. */
export interface FileRules {
  readonly files: readonly string[];
  readonly "base-directory"?: string | undefined;
  readonly "discard-paths"?: string | undefined;
  readonly "exclude-paths"?: readonly string[] | undefined;
}

/** A file of the build, and its path in the artifact. */
export interface CollectedFile {
  readonly from: string;
  readonly to: string;
}

/**
 * Chooses files by the rules of a buildspec.
 *
 * @param paths - files of the source after the build, relative, with `/`
 * @param environment - variables at the end of the build, which the rules may use
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function collect(
  paths: readonly string[],
  rules: FileRules,
  environment: Readonly<Record<string, string>> = {},
): readonly CollectedFile[] {
  const patterns = (list: readonly string[]) => list.map((pattern) => readPattern(pattern, environment));
  const files = patterns(rules.files);
  const excluded = patterns(rules["exclude-paths"] ?? []);
  const base = readPattern(rules["base-directory"] ?? ".", environment);
  return paths.flatMap((path) => {
    const inside = insideOf(base, path);
    const isTaken =
      inside !== undefined &&
      files.some((pattern) => globMatches(pattern, inside)) &&
      !excluded.some((pattern) => globMatches(pattern, inside));
    return isTaken ? [{ from: path, to: rules["discard-paths"] === "yes" ? posix.basename(inside) : inside }] : [];
  });
}

/** A pattern with its variables, without `./`, where `**` followed by a slash also matches no folder. */
function readPattern(pattern: string, environment: Readonly<Record<string, string>>): string {
  const source = environment.CODEBUILD_SRC_DIR ?? "";
  const expanded = pattern.replace(
    /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g,
    (_, long: string | undefined, short: string | undefined) => environment[long ?? short ?? ""] ?? "",
  );
  const relative = source !== "" && expanded.startsWith(`${source}/`) ? expanded.slice(source.length + 1) : expanded;
  return posix
    .normalize(relative === source && source !== "" ? "." : relative)
    .replace(/\/$/, "")
    .replaceAll("**/", "{**/,}");
}

function insideOf(base: string, path: string): string | undefined {
  if (base === ".") {
    return path;
  }
  const parts = path.split("/");
  const depth = parts.findIndex((_, index) => index > 0 && globMatches(base, parts.slice(0, index).join("/")));
  return depth < 0 ? undefined : parts.slice(depth).join("/");
}
