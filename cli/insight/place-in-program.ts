import type { Resource } from "../preview/engine/resource";

/** A file and line of a program. */
export interface ProgramPlace {
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
}

/** Finds where the author of a program wrote a resource. */
export class ProgramPlaces {
  private readonly byUrn: ReadonlyMap<string, Resource>;

  constructor(resources: readonly Resource[]) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  }

  /**
   * The place of a resource. A resource of a component is where the outermost component of the author's own files
   * stands. The author changes its arguments there, not the component.
   */
  of(urn: string): ProgramPlace | undefined {
    let found: ProgramPlace | undefined;
    for (let current = this.byUrn.get(urn); current !== undefined; current = this.byUrn.get(current.parent)) {
      found = placeOf(current.sourcePosition) ?? found;
    }
    return found;
  }
}

/** The place in a source position such as `project:///index.ts#12,3`; undefined outside the author's files. */
function placeOf(position: string): ProgramPlace | undefined {
  const [, path = "", line = ""] = /^project:\/\/\/([^#]+)#(\d+)/.exec(position) ?? [];
  const file = decodeURIComponent(path);
  const isOwn = file !== "" && !file.startsWith("../") && !file.split("/").includes("node_modules");
  return isOwn && Number(line) > 0 ? { file, line: Number(line) } : undefined;
}
