import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition } from "@pulumi/pulumi/proto/source_pb";

/** A request that names its place in the program. */
export interface Placed {
  getSourceposition(): SourcePosition | undefined;
}

/** The place in the program that a request names, relative to the project, as the engine writes it. */
export function sourcePosition(request: Placed, projectRoot: string): string {
  const place = placeOf(request);
  if (place === undefined) {
    return "";
  }
  const { file, position } = place;
  const column = position.getColumn() === 0 ? "" : `,${position.getColumn()}`;
  const path = encodeURI(relative(projectRoot, file).split(sep).join("/")).replace(/[?#]/g, encodeURIComponent);
  return `project:///${path}#${position.getLine()}${column}`;
}

/** The place in the program that a request names, as `Pulumi.yaml:8`; undefined if it names none. */
export function sourcePlace(request: Placed, projectRoot: string): string | undefined {
  const place = placeOf(request);
  return place && `${relative(projectRoot, place.file)}:${place.position.getLine()}`;
}

/** The position of a request, and the path of its file. The engine leaves out a position that is not a file. */
function placeOf(request: Placed): { readonly file: string; readonly position: SourcePosition } | undefined {
  const position = request.getSourceposition();
  const file = position === undefined ? "" : pathOf(position.getUri());
  return position === undefined || !isAbsolute(file) ? undefined : { file, position };
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    // Not the address of a file.
    return "";
  }
}
